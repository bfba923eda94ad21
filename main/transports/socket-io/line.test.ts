import { describe, expect, it, vi } from 'vitest';
import { addressOf, guest, open, recorder } from '../fixtures/lines.ts';
import { started } from '../fixtures/scene.ts';
import { deafRelay } from '../fixtures/servers.ts';
import { socketIoServer } from '../fixtures/socket-io.ts';
import type { Generation } from '../socket-io.ts';

describe.each([2, 4] as Generation[])('against a server of generation %d', (generation) => {
  const serve = (wish?: Parameters<typeof socketIoServer>[1]) => started(socketIoServer(generation, wish));

  it('tells that the server stopped, closed the line, or fell silent', async () => {
    const stopping = await serve();
    const first = recorder();
    await open(addressOf(stopping.port), first);
    await stopping.stop();
    await vi.waitFor(() => expect(first.lost).toHaveLength(1));
    expect(first.lost[0]).toMatchObject({ reason: { code: 'dropped' }, retry: true });

    const closing = await serve();
    closing.of('/api/v1').on('connection', (socket) => socket.disconnect());
    const second = recorder();
    await open(addressOf(closing.port), second);
    await vi.waitFor(() => expect(second.lost.map(({ reason }) => reason.code)).toEqual(['server-closed']));
  });

  it('tells the server that it leaves, however soon that is', async () => {
    const server = await serve();
    const left: string[] = [];
    server.of('/api/v1').on('connection', (socket) => {
      socket.on('disconnect', (reason) => left.push(String(reason)));
    });
    for (let time = 1; time <= 20; time++) {
      const line = await open(addressOf(server.port), recorder());
      line.close();
      await vi.waitFor(() => expect(left).toHaveLength(time));
    }
    expect(new Set(left)).toEqual(new Set(['client namespace disconnect']));
  });

  it('tells that the upgrade broke off after polling was paused for it', async () => {
    const server = await serve({
      gate: ({ headers, socket }) => {
        // The first frame is the probe: its answer still goes out.
        if (headers.upgrade) socket.once('data', () => setImmediate(() => socket.end()));
        return 0;
      },
    });
    const record = recorder();
    const opened = await open(addressOf(server.port), record).then(
      () => [],
      (refusal) => [refusal],
    );
    await vi.waitFor(() => expect([...opened, ...record.lost]).toHaveLength(1));
    expect([...opened, ...record.lost][0]).toMatchObject({ reason: { code: 'dropped' }, retry: true });
  });

  it('notices a line that is only half open', async () => {
    const server = await serve({ options: { pingInterval: 200, pingTimeout: 200 } });
    const relay = await started(deafRelay(server.port));
    const record = recorder();
    await open(addressOf(relay.port), record);
    relay.deafen();
    await vi.waitFor(() => expect(record.lost.map(({ reason }) => reason.code)).toEqual(['timeout']), 4000);
  });

  it('says that a message was too large for the server', async () => {
    const server = await serve({ options: { maxHttpBufferSize: 1_000_000 } });
    const record = recorder();
    const line = await open(addressOf(server.port), record);
    await vi.waitFor(() => expect(line.facts).toContainEqual({ name: 'Transport', value: 'websocket' }));
    const acknowledged = vi.fn();
    line.emit('produce', ['x'.repeat(2_000_000)], acknowledged);
    await vi.waitFor(() => expect(record.lost.map(({ reason }) => reason.code)).toEqual(['too-large']));
    expect(acknowledged).not.toHaveBeenCalled();
  });

  it('says so over polling, too', async () => {
    const server = await serve({
      options: { maxHttpBufferSize: 1_000_000, transports: ['polling'], allowUpgrades: false },
    });
    const record = recorder();
    const line = await open(addressOf(server.port), record);
    line.emit('produce', ['x'.repeat(2_000_000)]);
    await vi.waitFor(() =>
      expect(record.lost.map(({ reason }) => reason)).toMatchObject([{ hint: expect.stringContaining('accept 1 MB') }]),
    );
  });
});

describe.each([2, 4] as Generation[])('a server of generation %d that claims a huge message', (generation) => {
  it('is cut off before the message is taken in', async () => {
    const server = await started(socketIoServer(generation, { options: { transports: ['websocket'] } }));
    const arrived = guest(server);
    const record = recorder();
    await open(addressOf(server.port, { generation }), record);
    const frame = Buffer.from([0x81, 127, 0, 0, 0, 0, 0x10, 0, 0, 0]);
    (await arrived).conn.transport.socket._socket.write(frame);
    await vi.waitFor(() => expect(record.lost.map(({ reason }) => reason.code)).toEqual(['too-large']));
  });
});

describe('a hostile server', () => {
  it.each([2, 4] as const)('cannot end the app with packets that generation %d cannot read', async (generation) => {
    for (const packet of ['x', '2/api/v1,{"not":"an array"}', '2/api/v1,[', `2/api/v1,${'['.repeat(100_000)}`]) {
      const server = await started(socketIoServer(generation));
      const arrived = guest(server);
      const record = recorder();
      const line = await open(addressOf(server.port), record);
      const socket = await arrived;
      await vi.waitFor(() => expect(socket.conn.transport.name).toBe('websocket'));
      const raw = socket.conn as unknown as { write(data: string | Buffer): void };
      raw.write(packet);
      raw.write(Buffer.from([1, 2, 3]));
      await vi.waitFor(() => expect(record.lost.map(({ reason }) => reason.code)).toEqual(['protocol']));
      line.close();
    }
  });

  it('cannot pretend events of the client’s own', async () => {
    const server = await started(socketIoServer(2));
    const arrived = guest(server);
    const record = recorder();
    await open(addressOf(server.port), record);
    const socket = await arrived;
    for (const name of ['disconnect', 'connect_error', 'error', 'connect', '__proto__']) {
      socket.packet({ type: 2, nsp: '/api/v1', data: [name, 'forged'] });
    }
    await vi.waitFor(() => expect(record.events).toHaveLength(5));
    expect(record.lost).toEqual([]);
  });
});
