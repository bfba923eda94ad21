import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '../refusal.ts';
import { addressOf, guest, open, recorder } from './fixtures/lines.ts';
import { refusal } from './fixtures/refusal.ts';
import { handles, network, settingsSchema, started, still } from './fixtures/scene.ts';
import { running } from './fixtures/servers.ts';
import { socketIoServer } from './fixtures/socket-io.ts';
import { createNetwork } from './network.ts';
import { type Generation, openSocketIo, type SocketIoAddress } from './socket-io.ts';

describe.each([2, 4] as Generation[])('against a server of generation %d', (generation) => {
  const serve = (wish?: Parameters<typeof socketIoServer>[1]) => started(socketIoServer(generation, wish));

  it('opens, says so, and upgrades to WebSocket with headers and query', async () => {
    const server = await serve();
    const record = recorder();
    const arrived = guest(server);
    const line = await open(
      addressOf(server.port, { query: { auto_commit: 'false' }, headers: { Authorization: 'Basic x' } }),
      record,
      network({ headers: [{ name: 'X-Extra', value: 'yes' }] }),
    );
    expect(record.reached).toHaveBeenCalledOnce();
    const { handshake, conn } = await arrived;
    expect(handshake.headers).toMatchObject({ authorization: 'Basic x', 'x-extra': 'yes' });
    expect(handshake.query).toMatchObject({ auto_commit: 'false' });
    expect(line.generation).toBe(generation);
    await vi.waitFor(() => expect(conn.transport.name).toBe('websocket'));
    await vi.waitFor(() => expect(line.facts).toContainEqual({ name: 'Transport', value: 'websocket' }));
  });

  it('hands over every event with all its arguments, and answers those that ask', async () => {
    const server = await serve();
    const record = recorder();
    server.of('/api/v1').on('connection', (socket) => socket.emit('at-once', 1));
    const arrived = guest(server);
    await open(addressOf(server.port), record);
    const socket = await arrived;
    socket.emit('unknown event', 'a', null, { b: [1] }, 1795215517423);
    const answered = new Promise((resolve) => socket.emit('asks', 'x', (...args: unknown[]) => resolve(args)));
    await vi.waitFor(() => expect(record.events).toHaveLength(3));
    expect(record.events.slice(0, 2)).toEqual([
      { name: 'at-once', args: [1] },
      { name: 'unknown event', args: ['a', null, { b: [1] }, 1795215517423] },
    ]);
    expect(record.events[2]).toMatchObject({ name: 'asks', args: ['x'] });
    record.events[2]?.answer?.('yes', Buffer.from([1]));
    expect(await answered).toEqual(['yes', Buffer.from([1])]);
  });

  it('sends and gets acknowledgements with every argument', async () => {
    const server = await serve();
    server.of('/api/v1').on('connection', (socket) =>
      socket.on('produce', (...args) => {
        const acknowledge = args.pop() as (...args: unknown[]) => void;
        acknowledge(null, 'Message sent.', args);
      }),
    );
    const line = await open(addressOf(server.port));
    const args = await new Promise((resolve) => line.emit('produce', [{ to: 'kld://a' }, 'key'], resolve));
    expect(args).toEqual([null, 'Message sent.', [{ to: 'kld://a' }, 'key']]);
  });

  it('hands a second acknowledgement over too, and one that nobody asked for', async () => {
    const server = await serve();
    const record = recorder();
    const arrived = guest(server);
    const line = await open(addressOf(server.port), record);
    const socket = await arrived;
    const answers: unknown[] = [];
    const asked = new Promise<void>((resolve) => socket.on('ask', () => resolve()));
    line.emit('ask', [], (args) => answers.push(args));
    await asked;
    const acknowledge = (id: number, data: unknown[]) => socket.packet({ type: 3, id, nsp: '/api/v1', data });
    acknowledge(0, ['first']);
    acknowledge(0, ['second']);
    acknowledge(77, ['stray']);
    await vi.waitFor(() => expect(answers).toEqual([['first'], ['second']]));
    await vi.waitFor(() => expect(record.events).toEqual([{ name: 'acknowledgement', args: [77, 'stray'] }]));
  });

  it('keeps bytes as Buffers at any depth, both ways', async () => {
    const server = await serve();
    const record = recorder();
    const arrived = guest(server);
    const line = await open(addressOf(server.port), record);
    const socket = await arrived;
    const got = new Promise((resolve) => socket.on('bytes', (...args) => resolve(args)));
    line.emit('bytes', [{ headers: { signature: new Uint8Array([1, 2]) }, list: [Buffer.from('x')] }, 'key']);
    expect(await got).toEqual([{ headers: { signature: Buffer.from([1, 2]) }, list: [Buffer.from('x')] }, 'key']);
    socket.emit('delivery-report', { key: Buffer.from('k'), deep: [{ er: Buffer.from([0, 255]) }] });
    await vi.waitFor(() => expect(record.events).toHaveLength(1));
    const [report] = (record.events[0]?.args ?? []) as [{ key: unknown; deep: { er: unknown }[] }];
    expect(Buffer.isBuffer(report.key)).toBe(true);
    expect(report).toEqual({ key: Buffer.from('k'), deep: [{ er: Buffer.from([0, 255]) }] });
  });

  it('takes a message of 20 MB', async () => {
    const server = await serve();
    const record = recorder();
    const arrived = guest(server);
    await open(addressOf(server.port), record);
    (await arrived).emit('huge', 'x'.repeat(20_000_000));
    await vi.waitFor(() => expect(record.events).toHaveLength(1), 5000);
    expect(record.events[0]?.args[0]).toHaveLength(20_000_000);
  });

  it('sends nothing, now or later, unless it is open', async () => {
    const server = await serve();
    const seen: unknown[] = [];
    server.of('/api/v1').on('connection', (socket) => socket.on('late', (...args) => seen.push(args)));
    const record = recorder();
    const line = await open(addressOf(server.port), record);
    expect(() => line.emit('disconnect', [])).toThrow('for itself');
    line.close();
    expect(() => line.emit('late', [1])).toThrow(Refusal);
    await open(addressOf(server.port));
    expect(seen).toEqual([]);
    expect(record.lost).toEqual([]);
  });

  it('leaves nothing behind: closed twice, aborted, refused, lost', async () => {
    const server = await socketIoServer(generation);
    const by = createNetwork(settingsSchema.parse({}));
    const record = recorder();
    const connect = (address: SocketIoAddress, signal = still()) =>
      openSocketIo(address, by, record.listener, { signal, timeout: 5000 });
    const line = await connect(addressOf(server.port));
    line.close();
    line.close();
    await refusal(connect(addressOf(server.port, { namespace: '/nowhere' })));
    const stop = new AbortController();
    const aborted = refusal(connect(addressOf(server.port, { generation }), stop.signal));
    stop.abort();
    expect((await aborted).reason.code).toBe('user');
    const silent = await running(createTcpServer(() => {}));
    const stop2 = new AbortController();
    const hung = refusal(connect(addressOf(silent.port, { generation }), stop2.signal));
    setTimeout(() => stop2.abort(), 50);
    expect((await hung).reason.code).toBe('user');
    const late = openSocketIo(addressOf(silent.port, { generation }), by, record.listener, {
      signal: still(),
      timeout: 100,
    });
    expect((await refusal(late)).reason.code).toBe('timeout');
    await connect(addressOf(server.port));
    await server.stop();
    await silent.stop();
    await vi.waitFor(() => expect(record.lost).toHaveLength(1));
    await vi.waitFor(() => expect(handles()).toEqual([]));
  });
});
