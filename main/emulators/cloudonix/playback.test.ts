import { expect, it, onTestFinished } from 'vitest';
import type { Account } from '../emulator.ts';
import { aPlayer, type Line, start } from '../tape.fixture.ts';
import { anEmulator, framedClient, rawClient, tokenOf } from './plain-client.fixture.ts';

const said = '{"type":"direct-message", "message-id":"m-1","from":"pia","text":"Grüße ☎️","big":12345678901234567890}';
const tape: Line[] = [
  { direction: 'in', kind: 'memberships', args: ['{"type":"memberships","memberships":[]}'] },
  { direction: 'in', kind: 'direct-message', args: [said] },
  { direction: 'in', kind: 'message', args: ['no message at all'] },
  { direction: 'in', kind: 'message', args: [null], binaries: [{ path: [0], base64: '//8=' }] },
  { direction: 'out', kind: 'order-pizza', args: ['{"id":"t-1","type":"order-pizza"}'], exchange: 'a' },
  {
    direction: 'in',
    kind: 'ack',
    args: ['{"type":"ack","id":"t-1","reply-to":"t-1","status":true,"message-id":"m-9"}'],
    exchange: 'a',
    at: start + 54,
  },
  {
    direction: 'in',
    kind: 'delivery',
    args: ['{"type":"delivery","message-id":"m-9","status":"read"}'],
    exchange: 'a',
    at: start + 3004,
  },
  { direction: 'in', kind: 'typing', args: ['{"type":"typing"}'] },
];
const texts = ['{"type":"memberships","memberships":[]}', said, 'no message at all', '{"type":"typing"}'];

it.each(['raw', 'websocket', 'xhr-streaming', 'xhr-polling'])('is played text by text, by %s', async (way) => {
  const { emulator, nora } = await anEmulator();
  const { player } = await aPlayer(emulator, 'cloudonix', tape);
  const token = tokenOf(nora as Account);
  const client = way === 'raw' ? rawClient(emulator, token) : framedClient(emulator, token, way);
  await expect.poll(() => client.texts).toEqual(expect.arrayContaining(texts));
  expect(client.texts.filter((text) => texts.includes(text) && text !== texts[0])).toEqual(texts.slice(1));
  await expect
    .poll(() => player.state)
    .toMatchObject({
      state: 'over',
      sent: 4,
      skipped: [
        { reason: 'this protocol cannot carry it', count: 1 },
        { reason: 'answers a request that no client has made', count: 2 },
      ],
    });
});

it('answers a message of any type, under the client’s own id, and then as always', async () => {
  const { emulator, nora } = await anEmulator();
  const { clock } = await aPlayer(emulator, 'cloudonix', tape, { speed: 1, paused: true });
  const client = rawClient(emulator, tokenOf(nora as Account));
  onTestFinished(() => client.close());
  await client.opened;
  client.send({ type: 'order-pizza', id: 'mine' });
  await expect.poll(() => clock.next).toBe(50);
  clock.pass(50);
  await expect
    .poll(() => client.of('ack'))
    .toEqual([{ type: 'ack', id: 'mine', 'reply-to': 'mine', status: true, 'message-id': 'm-9' }]);
  clock.pass(2950);
  await expect.poll(() => client.of('delivery')).toEqual([{ type: 'delivery', 'message-id': 'm-9', status: 'read' }]);
  client.send({ type: 'announce', id: 'next', availability: 'busy' });
  await expect
    .poll(() => client.of('ack').at(-1))
    .toEqual({ type: 'ack', id: 'next', 'reply-to': 'next', status: true });
});
