import { afterEach, describe, expect, it } from 'vitest';
import { startApp2App } from '../app2app.ts';
import type { Account } from '../emulator.ts';
import { type PlainClient, plainClient, subscribedClient } from './plain-client.fixture.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function start(generation: 2 | 4, reconnection = false) {
  const emulator = await startApp2App({ port: 0, generation });
  cleanUp.push(() => emulator.stop());
  const [alice, bob] = emulator.accounts as [Account, Account];
  const a = await subscribedClient(emulator, alice, { generation, reconnection });
  cleanUp.push(a.close);
  return { emulator, alice, bob, a };
}

const toSelf = ({ uri }: PlainClient) => ({ headers: { from: uri, to: uri }, content: 'x' });

describe.each([2, 4] as const)('faults, Socket.IO %i', (generation) => {
  it('drops lines without a word; they may come back', async () => {
    const { emulator, a } = await start(generation, true);
    await emulator.commit({ fault: 'drop' });
    expect((await a.next('disconnect'))[0]).toMatch(/^transport/);
    await a.next('connect', 2);
    expect(await a.ask('subscribe', [a.uri])).toEqual([null, 'Subscribed.']);
  });

  it('refuses new lines with 401 and keeps those that are open', async () => {
    const { emulator, alice, a } = await start(generation);
    await emulator.commit({ fault: 'refuse', on: true });
    const late = plainClient(emulator, alice, { generation });
    cleanUp.push(late.close);
    expect(await late.next('connect_error')).toMatchObject([{ description: 401 }]);
    expect(await a.ask('produce', toSelf(a))).toEqual([null, 'Message sent.']);
    await emulator.commit({ fault: 'refuse', on: false });
    const welcome = plainClient(emulator, alice, { generation });
    cleanUp.push(welcome.close);
    expect(await welcome.next('connect')).toHaveLength(0);
  });

  it('answers late', async () => {
    const { emulator, a } = await start(generation);
    await emulator.commit({ fault: 'slow', ms: 150 });
    const sent = Date.now();
    expect(await a.ask('produce', toSelf(a))).toEqual([null, 'Message sent.']);
    expect(Date.now() - sent).toBeGreaterThan(140);
    expect(a.of('data')).toHaveLength(1);
  });

  it('confirms nothing, yet delivers', async () => {
    const { emulator, a } = await start(generation);
    await emulator.commit({ fault: 'no-acknowledgement', on: true });
    const silent = a.ask('produce', toSelf(a), 'unconfirmed').then(() => 'answered');
    await a.next('data');
    await emulator.commit({ fault: 'no-acknowledgement', on: false });
    const second = a.ask('produce', toSelf(a), 'confirmed').then(() => 'second answered');
    expect(await Promise.race([silent, second])).toBe('second answered');
    await a.next('delivery-report');
    expect(a.of('delivery-report').map(([report]) => String((report as { key: Buffer }).key))).toEqual(['confirmed']);
  });

  it('delivers twice, equal to the last byte', async () => {
    const { emulator, a } = await start(generation);
    await a.ask('produce', toSelf(a), 'once');
    await a.next('data');
    await emulator.commit({ fault: 'duplicate' });
    expect(await a.next('data', 2)).toEqual(a.of('data')[0]);
  });

  it('has something to deliver twice even on a fresh line', async () => {
    const { emulator, a } = await start(generation);
    await emulator.commit({ fault: 'duplicate' });
    expect(await a.next('data', 2)).toEqual(a.of('data')[0]);
  });

  it('delivers huge contents, sealed ones too', async () => {
    const { emulator, bob, a } = await start(generation);
    const b = await subscribedClient(emulator, bob, { generation });
    cleanUp.push(b.close);
    await emulator.commit({ fault: 'huge', bytes: 3_000_000 });
    const [message] = (await a.next('data')) as [{ content: string }];
    expect(message.content).toHaveLength(3_000_000);
    expect(String((await b.next('data'))[0]).length).toBeGreaterThan(4_000_000);
  });

  it('sends nonsense of every kind', async () => {
    const { emulator, bob } = await start(generation);
    const b = await subscribedClient(emulator, bob, { generation });
    cleanUp.push(b.close);
    await emulator.commit({ fault: 'malformed' });
    await b.next('weather');
    await b.next('exception');
    const payloads = (await b.next('data', 11)) && b.of('data').map(([payload]) => payload);
    expect(payloads).toEqual(
      expect.arrayContaining([42, null, undefined, ['an', 'array'], Buffer.from([0, 1, 2, 255])]),
    );
    const dangerous = payloads.find(
      (payload) => typeof payload === 'object' && payload && Object.hasOwn(payload, '__proto__'),
    );
    expect(dangerous).toBeDefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(payloads.filter((payload) => String(payload).startsWith('-----BEGIN PKCS7-----'))).toHaveLength(3);
    expect(await b.ask('subscribe', [b.uri])).toEqual([null, 'Subscribed.']);
  });

  it('bursts in order and loses nothing', async () => {
    const { emulator, bob, a } = await start(generation);
    const b = await subscribedClient(emulator, bob, { generation });
    cleanUp.push(b.close);
    await emulator.commit({ fault: 'burst', perSecond: 1500, seconds: 1 });
    await Promise.all([a.next('data', 1500), b.next('data', 1500)]);
    const numbers = a.of('data').map(([message]) => JSON.parse((message as { content: string }).content).number);
    expect(numbers).toEqual(Array.from({ length: 1500 }, (_, index) => index + 1));
    expect(b.of('data').map(([, key]) => key)).toEqual(numbers.map((number) => `burst-${number}`));
  });
});

it('outlives the removal of a destination that is being written to', async () => {
  const { emulator, alice, bob, a } = await start(4);
  emulator.talk();
  const b = await subscribedClient(emulator, bob, { generation: 4 });
  cleanUp.push(b.close);
  await emulator.commit({ fault: 'burst', perSecond: 100, seconds: 1 });
  await a.next('data', 10);
  const { managementUrl, runtimeId, apiKey } = alice.settings;
  const removed = await fetch(`${managementUrl}/app2app/${runtimeId}/destinations/alice`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${apiKey}` },
  });
  expect(removed.status).toBe(202);
  await b.next('data', 100);
  expect(a.of('data').length).toBeLessThan(100);
  expect(await a.ask('subscribe', [a.uri])).toEqual([expect.stringContaining('Invalid destination')]);
});
