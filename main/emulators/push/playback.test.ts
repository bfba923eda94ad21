import { expect, it, onTestFinished } from 'vitest';
import type { Account } from '../emulator.ts';
import { startPush } from '../push.ts';
import { aPlayer, type Line, start } from '../tape.fixture.ts';
import { plainClient } from './plain-client.fixture.ts';

const urn = '31612345678-0a1b2c3d';
const message = (text: string, to = urn): Line => ({
  direction: 'in',
  kind: 'message',
  args: [urn, { id: '1', text, to, metadata: { quick_replies: ['Yes', 'No'] } }],
});
const tape: Line[] = [
  { direction: 'out', kind: 'registerUser', args: [{}], exchange: 'r' },
  { direction: 'in', kind: 'answer', args: [JSON.stringify({ urn })], exchange: 'r', at: start + 30 },
  { direction: 'out', kind: '#subscribe', args: [{ channel: urn }], exchange: 's' },
  message('first'),
  message('for another', 'somebody-else'),
  { direction: 'in', kind: 'weather', args: [{ today: 'wind' }] },
  { direction: 'in', kind: 'disconnect', args: ['a name that the package keeps for itself'] },
  { direction: 'in', kind: 'constructor', args: ['a name that objects inherit'] },
  { direction: 'in', kind: 'frame', args: ['no JSON'], marks: ['not understood'] },
  { direction: 'in', kind: 'question', args: [{ text: '?' }], marks: ['asks for an answer'] },
  { direction: 'in', kind: '#setAuthToken', args: [{ token: 'hidden' }], marks: ['token hidden'] },
  { direction: 'in', kind: '#disconnect', args: [{ code: 4321 }] },
  { direction: 'out', kind: 'getSuggestions', args: [{ text: 'o' }], exchange: 'g' },
  { direction: 'in', kind: 'answer', args: ['«undefined»', { result: ['Opening hours'] }], exchange: 'g' },
  message('last'),
  { direction: 'in', kind: '#kickOut', args: [{ channel: urn, message: 'Enough' }] },
];

async function join(options: Parameters<typeof aPlayer>[3] = {}) {
  const emulator = await startPush({ port: 0 });
  onTestFinished(() => emulator.stop());
  const played = await aPlayer(emulator, 'push', tape, options);
  const client = plainClient(emulator, emulator.accounts[0] as Account);
  onTestFinished(() => client.close());
  const frames: string[] = [];
  // The types do not know of this event.
  const raw = client.socket as unknown as { listener(event: 'message'): AsyncIterable<{ message: unknown }> };
  void (async () => {
    for await (const { message } of raw.listener('message')) frames.push(String(message));
  })();
  return { ...played, client, frames };
}

it('gives the session that was recorded to who registers, and its messages to who listens', async () => {
  const { client, player, frames } = await join();
  expect(await client.register()).toEqual({ slot: 'error', answer: JSON.stringify({ urn }) });
  await client.subscribe(urn);
  await expect.poll(() => client.of('kickOut')).toMatchObject([{ channel: urn, message: 'Enough' }]);
  expect(client.on(urn)).toEqual([tape[3], tape[4], tape[14]].map((line) => line?.args[1]));
  expect(client.of('weather')).toEqual([{ today: 'wind' }]);
  expect(frames).toEqual(
    expect.arrayContaining([
      '{"event":"disconnect","data":"a name that the package keeps for itself"}',
      '{"event":"constructor","data":"a name that objects inherit"}',
      'no JSON',
      expect.stringMatching(/^\{"event":"question","data":\{"text":"\?"\},"cid":\d+\}$/),
    ]),
  );
  expect(client.of('question')).toEqual([]);
  expect(player.state).toMatchObject({ state: 'over', sent: 9 });
  expect(player.state.skipped).toEqual([
    { reason: 'its secret was not recorded', count: 1 },
    { reason: 'ends the line', count: 1 },
    { reason: 'answers a request that no client has made', count: 1 },
  ]);
});

it('writes to a session of another name under that name, and leaves what is for others', async () => {
  const { client } = await join();
  await client.subscribe('my-own-urn');
  await expect.poll(() => client.of('kickOut')).toMatchObject([{ channel: 'my-own-urn', message: 'Enough' }]);
  const names = client.on('my-own-urn').map((data) => Object(data).to);
  expect(names).toEqual(['my-own-urn', 'somebody-else', 'my-own-urn']);
});

it('answers in the slot that was recorded, as long after, and then as always', async () => {
  const { client, clock } = await join({ speed: 1, paused: true });
  const registered = client.register();
  await expect.poll(() => clock.next).toBe(30);
  clock.pass(30);
  expect(await registered).toMatchObject({ slot: 'error' });
  const suggested = client.socket.invoke('getSuggestions', { text: 'o' });
  await expect.poll(() => clock.next).toBe(1);
  clock.pass(1);
  expect(await suggested).toEqual({ result: ['Opening hours'] });
  expect((await client.register()).answer).not.toContain(urn);
});

it('keeps the desk out of a recorded conversation', async () => {
  const { client } = await join({ paused: true });
  await client.subscribe('my-own-urn');
  client.say('my-own-urn', 'hello');
  await client.register();
  expect(client.on('my-own-urn')).toEqual([]);
});
