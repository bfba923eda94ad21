import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { DiagnosisStep } from '../../preload/contract/index.ts';
import { Refusal } from '../refusal.ts';
import { makeIdentity } from './fixtures/certificates.ts';
import { connectProxy, httpServer, type Running, running } from './fixtures/servers.ts';
import { type ServerSocket, type SocketIoServer, socketIoServer } from './fixtures/socket-io.ts';
import { createNetwork, networkFields } from './network.ts';
import {
  diagnoseSocketIo,
  type Generation,
  openSocketIo,
  probeGeneration,
  type SocketIoAddress,
  type SocketIoLine,
} from './socket-io.ts';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const schema = z.strictObject(networkFields);
function network(settings: z.input<typeof schema> = {}) {
  const made = createNetwork(schema.parse(settings));
  cleanups.push(() => made.close());
  return made;
}

async function started<Kind extends Running>(starting: Promise<Kind>): Promise<Kind> {
  const server = await starting;
  cleanups.push(() => server.stop());
  return server;
}

function addressOf(port: number, more: Partial<SocketIoAddress> = {}): SocketIoAddress {
  return {
    url: new URL(`ws://127.0.0.1:${port}`),
    namespace: '/api/v1',
    path: '/socket.io',
    query: {},
    headers: {},
    generation: 'auto',
    ...more,
  };
}

/** Writes down what a line tells. */
function recorder() {
  const events: { name: string; args: unknown[]; answer?: (...args: unknown[]) => void }[] = [];
  const lost: Refusal[] = [];
  const reached = vi.fn();
  return {
    events,
    lost,
    reached,
    listener: {
      reached,
      event: (name: string, args: unknown[], answer?: (...args: unknown[]) => void) => {
        events.push(answer ? { name, args, answer } : { name, args });
      },
      lost: (refusal: Refusal) => lost.push(refusal),
    },
  };
}

const timeout = 5000;
const still = () => new AbortController().signal;

async function open(address: SocketIoAddress, record = recorder(), by = network()): Promise<SocketIoLine> {
  const line = await openSocketIo(address, by, record.listener, { signal: still(), timeout });
  cleanups.push(() => line.close());
  return line;
}

async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const thrown = await promise.then(
    () => undefined,
    (error) => error,
  );
  if (!(thrown instanceof Refusal)) throw new Error(`no refusal, but ${thrown}`);
  return thrown;
}

/** The next client of the namespace. */
const guest = (server: SocketIoServer, namespace = '/api/v1') =>
  new Promise<ServerSocket>((resolve) => server.of(namespace).on('connection', resolve));

const handles = () => process.getActiveResourcesInfo().filter((name) => /TCP|TLS|AddrInfo/.test(name));

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

  it('tells 401 and 403 of a gateway from other failures, and does not try again', async () => {
    for (const status of [401, 403]) {
      const { port } = await serve({ gate: () => status });
      for (const asked of ['auto', generation] as const) {
        const { reason, retry } = await refusal(open(addressOf(port, { generation: asked })));
        expect(reason).toMatchObject({ code: 'credentials', text: expect.stringContaining(`HTTP ${status}`) });
        expect(retry).toBe(false);
      }
    }
    const { port } = await serve({ gate: () => 502 });
    const { reason, retry } = await refusal(open(addressOf(port, { generation })));
    expect(reason).toMatchObject({ code: 'http', text: expect.stringContaining('502') });
    expect(retry).toBe(true);
  });

  it('does without polling where the server takes only WebSocket', async () => {
    const { port } = await serve({ options: { transports: ['websocket'] } });
    for (const asked of ['auto', generation] as const) {
      const line = await open(addressOf(port, { generation: asked }));
      expect(line.generation).toBe(generation);
      expect(line.facts).toContainEqual({ name: 'Transport', value: 'websocket' });
    }
  });

  it('tells 401 when only the WebSocket gets there', async () => {
    const gate = ({ url = '' }: { url?: string | undefined }) => (url.includes('transport=polling') ? 400 : 401);
    const { port } = await serve({ gate });
    const { reason } = await refusal(open(addressOf(port, { generation })));
    expect(reason).toMatchObject({ code: 'credentials', text: expect.stringContaining('401') });
  });

  it('tells a refusal by middleware and an unknown namespace', async () => {
    const server = await serve();
    server.of('/api/v1').use((_, next) => next(Object.assign(new Error('Unauthorized'), { data: 'Unauthorized' })));
    const refused = await refusal(open(addressOf(server.port)));
    expect(refused.reason).toMatchObject({ code: 'credentials', text: expect.stringContaining('Unauthorized') });
    expect(refused.retry).toBe(false);
    const unknown = await refusal(open(addressOf(server.port, { namespace: '/nowhere' })));
    expect(unknown.reason).toMatchObject({ code: 'address', text: 'The server has no namespace /nowhere.' });
    expect(unknown.retry).toBe(false);
  });

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
    const by = createNetwork(schema.parse({}));
    const record = recorder();
    const connect = (address: SocketIoAddress, signal = still()) =>
      openSocketIo(address, by, record.listener, { signal, timeout });
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

  it('goes through proxy and TLS, with WebSocket, and says what is wrong with either', async () => {
    const identity = makeIdentity({ name: 'Self-signed' });
    const server = await serve({ tls: { cert: identity.certificate, key: identity.key } });
    const proxy = await started(connectProxy('user:pass'));
    const settings = { proxy: `http://user@127.0.0.1:${proxy.port}`, proxyPassword: 'pass' };
    const pinned = { ...settings, pinnedCertificate: identity.fingerprint };
    const address = addressOf(server.port, { url: new URL(`wss://inside.test:${server.port}`), generation });
    const line = await open(address, recorder(), network(pinned));
    await vi.waitFor(() => expect(line.facts).toContainEqual({ name: 'Transport', value: 'websocket' }));
    expect(proxy.asked.length).toBeGreaterThan(1);
    const untrusted = await refusal(open(address, recorder(), network(settings)));
    expect(untrusted.reason).toMatchObject({ code: 'tls', text: expect.stringContaining('self-signed') });
    expect(untrusted.reason.detail).toContain(identity.fingerprint);
    const shut = await refusal(open(address, recorder(), network({ ...pinned, proxyPassword: 'no' })));
    expect(shut.reason).toMatchObject({ code: 'credentials', text: expect.stringContaining('The proxy') });
  });

  it('reports every step', async () => {
    const server = await serve();
    const steps = await report(addressOf(server.port));
    expect(outcome(steps)).toEqual([
      'name-lookup skipped',
      'tcp passed',
      'http passed',
      'generation passed',
      'handshake passed',
      'namespace passed',
    ]);
    const other = await report(addressOf(server.port, { namespace: '/nowhere' }));
    expect(outcome(other).at(-1)).toBe('namespace failed');
    const shut = await serve({ gate: () => 401 });
    expect(outcome(await report(addressOf(shut.port))).at(-1)).toBe('http failed');
  });
});

async function report(address: SocketIoAddress): Promise<DiagnosisStep[]> {
  const steps = [];
  for await (const step of diagnoseSocketIo(address, network(), still())) steps.push(step);
  return steps;
}
const outcome = (steps: DiagnosisStep[]) =>
  steps.filter(({ state }) => state !== 'running').map(({ id, state }) => `${id} ${state}`);

/** Passes everything on, until it is told to swallow it. */
async function deafRelay(port: number): Promise<Running & { deafen(): void }> {
  const { connect } = await import('node:net');
  let deaf = false;
  const server = createTcpServer((client) => {
    const behind = connect(port, '127.0.0.1');
    client.on('data', (data) => deaf || behind.write(data));
    behind.on('data', (data) => deaf || client.write(data));
    client.on('close', () => behind.destroy());
    behind.on('close', () => deaf || client.destroy()).on('error', () => {});
  });
  return { ...(await running(server)), deafen: () => (deaf = true) };
}

describe('the generation', () => {
  it('is found out by one question', async () => {
    for (const generation of [2, 4] as const) {
      const { port } = await started(socketIoServer(generation));
      expect(await probeGeneration(addressOf(port), network(), still())).toMatchObject({ generation, status: 200 });
    }
    const { port } = await started(socketIoServer(4, { options: { allowEIO3: true } }));
    expect(await probeGeneration(addressOf(port), network(), still())).toMatchObject({ generation: 4 });
    const line = await open(addressOf(port, { generation: 2 }));
    expect(line.generation).toBe(2);
  });

  it('leaves no session on the server', async () => {
    const { port, of } = await started(socketIoServer(2));
    const gone = new Promise((resolve) => of('/').on('connection', (socket) => socket.on('disconnect', resolve)));
    await probeGeneration(addressOf(port), network(), still());
    expect(await gone).toBeDefined();
  });

  it('that does not fit is told', async () => {
    for (const generation of [2, 4] as const) {
      const { port } = await started(socketIoServer(generation));
      const other = generation === 2 ? 4 : 2;
      const { reason, retry } = await refusal(open(addressOf(port, { generation: other })));
      expect(reason.hint).toContain(`generation ${other}`);
      expect(retry).toBe(false);
    }
  });

  it('is not found where no Socket.IO is', async () => {
    const { port } = await started(httpServer((_, response) => response.end('<html>')));
    expect((await refusal(open(addressOf(port)))).reason).toMatchObject({ code: 'protocol' });
    const missing = await started(httpServer((_, response) => response.writeHead(404).end()));
    const { reason } = await refusal(open(addressOf(missing.port)));
    expect(reason.text).toContain('there is no Socket.IO at /socket.io/');
    const moved = await started(
      httpServer((_, response) => response.writeHead(302, { Location: 'https://a.test' }).end()),
    );
    expect((await refusal(open(addressOf(moved.port)))).reason.hint).toContain('https://a.test');
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
