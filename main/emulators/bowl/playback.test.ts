import { expect, it, onTestFinished } from 'vitest';
import { startBowl } from '../bowl.ts';
import { aPlayer, type Line, start } from '../tape.fixture.ts';
import { call, plainClient } from './plain-client.fixture.ts';

const chats = { contacts: ['carol@example.com'], groups: [] };
const sealed = '{"date":"1/9/2026","time":"10:05","messageType":"","message":"c2VhbGVk","from":"carol@example.com"}';
const tape: Line[] = [
  { direction: 'in', kind: 'onlineChats', args: [chats] },
  { direction: 'in', kind: 'contactChatMessage', args: [sealed] },
  { direction: 'in', kind: 'online', args: [{ email: 'dora@example.com' }] },
  { direction: 'in', kind: 'globalChatMessage', args: [null, 'more'], binaries: [{ path: [0], base64: 'AAH/' }] },
  { direction: 'in', kind: 'connect_error', args: [{ message: 'no event' }] },
  { direction: 'out', kind: 'contactChatMessage', args: ['{"to":"nobody@example.com"}'], exchange: 'a' },
  {
    direction: 'in',
    kind: 'acknowledgement',
    args: [{ status: 'ERROR', error: 'Contact is not online!' }],
    exchange: 'a',
    at: start + 80,
  },
  { direction: 'out', kind: 'acceptContactRequest', args: ['{"email":"emil@example.com"}'], exchange: 'b' },
  { direction: 'in', kind: 'offline', args: [{ email: 'dora@example.com' }] },
];

async function join(generation: 2 | 4, options: Parameters<typeof aPlayer>[3] = {}) {
  const emulator = await startBowl({ port: 0 });
  onTestFinished(() => emulator.stop());
  const played = await aPlayer(emulator, 'bowl', tape, options);
  const { prefix, email, password } = Object(emulator.accounts[0]?.settings);
  const { envelope } = await call(emulator, 'POST', '/login', { body: { email, password } });
  const client = plainClient(emulator.url, { prefix, headers: { token: String(envelope.data) }, generation });
  return { ...played, client };
}

it.each([2, 4] as const)(
  'is played after the greeting, texts as texts and objects as objects, to version %i',
  async (generation) => {
    const { client, player } = await join(generation);
    await expect.poll(() => client.of('offline')).toHaveLength(1);
    const [greeting, ...played] = client.received.filter(({ event }) => event !== 'connect');
    expect(greeting?.event).toBe('onlineChats');
    expect(played).toEqual([
      { event: 'onlineChats', args: [chats] },
      { event: 'contactChatMessage', args: [sealed] },
      { event: 'online', args: [{ email: 'dora@example.com' }] },
      { event: 'globalChatMessage', args: [Buffer.from([0, 1, 255]), 'more'] },
      { event: 'offline', args: [{ email: 'dora@example.com' }] },
    ]);
    expect(player.state.skipped).toEqual([
      { reason: 'this protocol cannot carry it', count: 1 },
      { reason: 'answers a request that no client has made', count: 1 },
    ]);
  },
);

it('acknowledges as was recorded, as long after, and then as always', async () => {
  const { client, clock } = await join(4, { speed: 1, paused: true });
  const answered = client.ask('contactChatMessage', '{"to":"ada@example.com"}');
  await expect.poll(() => clock.next).toBe(75);
  clock.pass(75);
  expect(await answered).toEqual({ status: 'ERROR', error: 'Contact is not online!' });
  expect(await client.ask('contactChatMessage', '{"to":"ada@example.com"}')).toEqual({ status: 'OK' });
  expect(client.of('contactChatMessage')).toHaveLength(1);
});
