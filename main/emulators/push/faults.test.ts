import { afterEach, expect, it } from 'vitest';
import type { Account, Emulator } from '../emulator.ts';
import { startPush } from '../push.ts';
import { type PlainClient, plainClient } from './plain-client.fixture.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function start(options: Record<string, unknown> = {}) {
  const emulator = await startPush({ port: 0, ...options });
  cleanUp.push(() => emulator.stop());
  const visitor = emulator.accounts[0] as Account;
  const client = dial(emulator, visitor);
  return { emulator, visitor, client, urn: await client.join() };
}

function dial(emulator: Emulator, account: Account): PlainClient {
  const client = plainClient(emulator, account);
  cleanUp.push(() => client.close());
  return client;
}

it('drops lines without a word', async () => {
  const { emulator, visitor, client, urn } = await start();
  await emulator.commit({ fault: 'drop' });
  await expect.poll(() => client.of('close')).toMatchObject([{ code: 1006 }]);
  expect(client.of('#disconnect')).toEqual([]);
  await expect(dial(emulator, visitor).subscribe(urn)).resolves.toBeUndefined();
});

it('kicks out of every channel, then ends the line with a reason', async () => {
  const { emulator, client, urn } = await start();
  await client.subscribe('second');
  await emulator.commit({ fault: 'kick' });
  await expect
    .poll(() => client.of('#disconnect'))
    .toEqual([{ code: 4321, data: expect.stringContaining('operator') }]);
  expect(client.of('kickOut').map((kick) => (kick as { channel: string }).channel)).toEqual([urn, 'second']);
});

it.each(['silent', 'refused'] as const)('revokes the urns it knows; afterwards they are %s', async (revoked) => {
  const { emulator, visitor, client, urn } = await start({ revoked });
  await emulator.commit({ fault: 'revoke' });
  await expect.poll(() => client.of('#disconnect')).toMatchObject([{ code: 4320 }]);
  const back = dial(emulator, visitor);
  if (revoked === 'refused') await expect(back.subscribe(urn)).rejects.toThrow('not known');
  else await back.subscribe(urn);
  const anew = await back.join();
  back.say(urn, 'hello');
  back.say(anew, 'hello');
  await expect.poll(() => back.on(anew)).toHaveLength(1);
  expect(back.on(urn)).toEqual([]);
});

it('gives a wanted id back to who registers it again', async () => {
  const { emulator, visitor, client } = await start();
  await client.join({ id: 'reader-1' });
  await emulator.commit({ fault: 'revoke' });
  const back = dial(emulator, visitor);
  const urn = await back.join({ id: 'reader-1' });
  back.say(urn, 'hello');
  await expect.poll(() => back.on(urn)).toHaveLength(1);
});

it('refuses new lines with 401 and keeps those that are open', async () => {
  const { emulator, visitor, client, urn } = await start();
  await emulator.commit({ fault: 'refuse', on: true });
  const late = dial(emulator, visitor);
  await expect.poll(() => late.of('connectAbort')).toHaveLength(1);
  client.say(urn, 'hello');
  await expect.poll(() => client.on(urn)).toHaveLength(1);
  await emulator.commit({ fault: 'refuse', on: false });
  await dial(emulator, visitor).join();
});

it('answers late', async () => {
  const { emulator, client } = await start();
  await emulator.commit({ fault: 'slow', ms: 150 });
  const asked = Date.now();
  await client.join({ id: 'late' });
  expect(Date.now() - asked).toBeGreaterThan(280);
});

it('answers nothing, yet delivers', async () => {
  const { emulator, client, urn } = await start();
  await emulator.commit({ fault: 'no-acknowledgement', on: true });
  const silent = client.register().then(() => 'answered');
  client.say(urn, 'hello');
  await expect.poll(() => client.on(urn)).toHaveLength(1);
  await emulator.commit({ fault: 'no-acknowledgement', on: false });
  const second = client.register().then(() => 'second answered');
  expect(await Promise.race([silent, second])).toBe('second answered');
});

it('sends twice, equal to the last byte, even on a fresh line', async () => {
  const { emulator, client, urn } = await start();
  await emulator.commit({ fault: 'duplicate' });
  await expect.poll(() => client.on(urn)).toHaveLength(2);
  client.say(urn, 'hello');
  await expect.poll(() => client.on(urn)).toHaveLength(3);
  await emulator.commit({ fault: 'duplicate' });
  await expect.poll(() => client.on(urn)).toHaveLength(4);
  const [first, second, third, fourth] = client.on(urn);
  expect([first, third]).toEqual([second, fourth]);
});

it('sends huge texts', async () => {
  const { emulator, client, urn } = await start();
  await emulator.commit({ fault: 'huge', bytes: 3_000_000 });
  const lengths = () => client.on(urn).map((data) => (data as { text: string }).text.length);
  await expect.poll(lengths).toEqual([3_000_000]);
});

it('sends nonsense of every kind', async () => {
  const { emulator, client, urn } = await start();
  await emulator.commit({ fault: 'malformed' });
  await expect.poll(() => client.of('weather')).toHaveLength(1);
  expect(client.on(urn)).toEqual(expect.arrayContaining([42, null, 'only text', ['an', 'array'], {}]));
  expect(client.on(urn).some((data) => data instanceof Object && Object.hasOwn(data, '__proto__'))).toBe(true);
  expect({}).not.toHaveProperty('polluted');
  client.say(urn, 'hello');
  await expect.poll(() => client.on(urn).at(-1)).toMatchObject({ to: urn, from: 'harbour-library' });
});

it('bursts in order and loses nothing', async () => {
  const { emulator, client, urn } = await start();
  await emulator.commit({ fault: 'burst', perSecond: 1500, seconds: 1 });
  await expect.poll(() => client.on(urn).length, { timeout: 10_000 }).toBe(1500);
  const texts = client.on(urn).map((data) => (data as { text: string }).text);
  expect(texts).toEqual(Array.from({ length: 1500 }, (_, index) => `Measurement ${index + 1} of 1500`));
});
