import { describe, expect, it, onTestFinished } from 'vitest';
import { startApp2App } from '../app2app.ts';
import type { Account } from '../emulator.ts';
import { aPlayer, type Line, start } from '../tape.fixture.ts';
import { plainClient } from './plain-client.fixture.ts';

const recordedUri = 'kld://app2app/m/m123456789/e/e123456789/s/r123456789/d/orders';
const envelope = '-----BEGIN PKCS7-----\r\nMIIB\r\n-----END PKCS7-----\r\n';

/** As our session records it: subscribed, a delivery with bytes, something produced, reported, and trouble. */
const tape: Line[] = [
  { direction: 'note', kind: 'open', args: [[]] },
  { direction: 'out', kind: 'subscribe', args: [[recordedUri]], exchange: 's' },
  { direction: 'in', kind: 'acknowledgement', args: [null, 'Subscribed.'], exchange: 's' },
  { direction: 'in', kind: 'data', args: [envelope, 'key-1', 1_790_000_000_123] },
  {
    direction: 'in',
    kind: 'message',
    args: [null, null, 1_790_000_000_456],
    binaries: [
      { path: [0], base64: 'AAEC/w==' },
      { path: [1], base64: Buffer.from('binary key').toString('base64') },
    ],
  },
  { direction: 'out', kind: 'produce', args: [{ from: recordedUri, content: 'Hi' }, 'recorded-key'], exchange: 'p' },
  { direction: 'in', kind: 'acknowledgement', args: [null, 'Message sent.'], exchange: 'p', at: start + 105 },
  {
    direction: 'in',
    kind: 'delivery-report',
    args: [{ key: null, timestamp: 7 }],
    binaries: [{ path: [0, 'key'], base64: Buffer.from('recorded-key').toString('base64') }],
    exchange: 'p',
    at: start + 355,
  },
  { direction: 'in', kind: 'exception', args: ['Delivery failed', { code: 7 }] },
  { direction: 'in', kind: 'error', args: ['no event of the protocol'] },
  { direction: 'in', kind: 'weather', args: [{ today: 'wind' }], marks: ['asks for an answer'] },
];

describe.each([2, 4] as const)('a tape of App2App, Socket.IO %i', (generation) => {
  async function join(options: { speed?: 1 | 'full'; query?: string; paused?: boolean } = {}) {
    const emulator = await startApp2App({ port: 0, generation });
    onTestFinished(() => emulator.stop());
    const { speed = 'full', paused = false } = options;
    const played = await aPlayer(emulator, 'app2app', tape, { speed, paused });
    const [alice] = emulator.accounts as [Account];
    const client = plainClient(emulator, alice, { generation, ...(options.query && { query: options.query }) });
    onTestFinished(() => client.close());
    await client.next('connect');
    return { ...played, client };
  }

  it('is played to whoever subscribes, to whatever was subscribed then: every argument, bytes as bytes', async () => {
    const { client, player } = await join();
    expect(player.state).toMatchObject({ state: 'waiting', clients: 0 });
    expect(await client.ask('subscribe', [recordedUri])).toEqual([null, 'Subscribed.']);
    await client.next('weather');
    expect(client.received.filter(({ event }) => event !== 'connect').slice(0, 4)).toEqual([
      { event: 'data', args: [envelope, 'key-1', 1_790_000_000_123] },
      { event: 'message', args: [Buffer.from([0, 1, 2, 255]), Buffer.from('binary key'), 1_790_000_000_456] },
      { event: 'exception', args: ['Delivery failed', { code: 7 }] },
      { event: 'weather', args: [{ today: 'wind' }, ...(client.of('weather')[0]?.slice(1) ?? [])] },
    ]);
    expect(player.state.skipped).toEqual([
      { reason: 'this protocol cannot carry it', count: 1 },
      { reason: 'answers a request that no client has made', count: 2 },
    ]);
  });

  it('answers what the client sends as it was answered, its own key in place of the recorded one', async () => {
    const { client, clock } = await join({ speed: 1 });
    const answered = client.ask('produce', { anything: true }, 'my-key');
    await expect.poll(() => clock.next).toBe(100);
    clock.pass(100);
    expect(await answered).toEqual([null, 'Message sent.']);
    clock.pass(250);
    expect(await client.next('delivery-report')).toEqual([{ key: Buffer.from('my-key'), timestamp: 7 }]);
    expect(await client.ask('produce', { anything: true }, 'another')).toEqual([
      expect.stringContaining('Invalid message'),
    ]);
  });

  it('lets its deliveries be committed', async () => {
    const { client, player } = await join({ query: 'auto_commit=false' });
    await client.ask('subscribe', [recordedUri]);
    await client.next('message');
    for (let committed = 0; committed < 2; committed++) client.tell('commit');
    await client.ask('produce', {}, 'k');
    expect(client.of('exception')).toEqual([['Delivery failed', { code: 7 }]]);
    expect(player.state.state).toBe('over');
  });
});
