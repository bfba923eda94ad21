import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { addressOf, open, recorder, timeout } from '../fixtures/clusters.ts';
import { authority, selfSigned, server as trusted } from '../fixtures/hello.ts';
import { refusal } from '../fixtures/refusal.ts';
import { afterwards, handles, network, outcome, report, started, still } from '../fixtures/scene.ts';
import { connectProxy, httpServer, running } from '../fixtures/servers.ts';
import { ClusterServer, type Wish } from '../fixtures/socketcluster.ts';
import { diagnoseSocketCluster, openSocketCluster, type SocketClusterAddress } from '../socketcluster.ts';

const refused = (address: SocketClusterAddress, by = network()) =>
  refusal(openSocketCluster(address, by, recorder().listener, { signal: still(), timeout }));

describe.each([1, 2] as const)('with protocol version %d', (version) => {
  const serve = (wish?: Wish) => started(ClusterServer.start(version, wish));

  it('shakes hands with query, headers and path', async () => {
    const server = await serve();
    const address = addressOf(server.port, version, {
      url: new URL(`http://127.0.0.1:${server.port}/?a=1&a=2`),
      query: { channelUUID: 'x y' },
      headers: { 'x-own': 'b' },
    });
    const record = recorder();
    const line = await open(address, record, network({ headers: [{ name: 'X-Who', value: 'me' }] }));
    expect(record.told).toEqual([['reached']]);
    expect(server.requests[0]?.url).toBe('/socketcluster/?a=1&a=2&channelUUID=x+y');
    expect(server.requests[0]?.headers).toMatchObject({ 'x-own': 'b', 'x-who': 'me' });
    expect(line.facts).toMatchObject([
      { name: 'Protocol version', value: String(version) },
      { name: 'Socket', value: expect.stringMatching(/./) },
      { name: 'Silence allowed', value: version === 1 ? '20 s' : '30 s' },
      { name: 'Authenticated', value: 'no' },
    ]);
  });

  it('says with which words it is refused', async () => {
    const server = await serve({ gate: () => 'unknown channel' });
    expect(await refused(addressOf(server.port, version))).toMatchObject({
      retry: false,
      reason: { code: 'credentials', detail: 'HTTP 401: unknown channel' },
    });
  });

  it('says that the path is wrong', async () => {
    const server = await serve();
    const address = addressOf(server.port, version, { url: new URL(`ws://127.0.0.1:${server.port}/elsewhere`) });
    expect(await refused(address)).toMatchObject({
      retry: false,
      reason: { code: 'address', hint: expect.stringContaining('/socketcluster/') },
    });
  });

  it('goes over TLS, and says why it does not', async () => {
    const server = await serve({ tls: { cert: trusted.certificate, key: trusted.key } });
    const address = addressOf(server.port, version, { url: new URL(`wss://localhost:${server.port}`) });
    const line = await open(address, recorder(), network({ authority: authority.certificate }));
    expect(await line.invoke('echo', 'safe')).toMatchObject({ data: 'safe' });
    expect(await refused(address)).toMatchObject({ retry: false, reason: { code: 'tls' } });
    const own = await serve({ tls: { cert: selfSigned.certificate, key: selfSigned.key } });
    const pinned = network({ pinnedCertificate: selfSigned.fingerprint });
    await open(addressOf(own.port, version, { url: new URL(`wss://localhost:${own.port}`) }), recorder(), pinned);
  });

  it('goes through a proxy', async () => {
    const server = await serve();
    const proxy = await started(connectProxy());
    const by = network({ proxy: `http://127.0.0.1:${proxy.port}` });
    const url = new URL(`ws://inside.test:${server.port}`);
    const line = await open(addressOf(server.port, version, { url }), recorder(), by);
    expect(await line.invoke('echo', 1)).toMatchObject({ data: 1 });
    expect(proxy.asked).toEqual([`inside.test:${server.port}`]);
  });
});

describe('an attempt', () => {
  it('says that nobody listens', async () => {
    const server = await running(createServer());
    await server.stop();
    expect(await refused(addressOf(server.port, 1))).toMatchObject({ retry: true, reason: { code: 'network' } });
  });

  it('says that something else answers', async () => {
    const server = await started(httpServer((_, answer) => answer.end('<h1>Hello</h1>')));
    expect(await refused(addressOf(server.port, 1))).toMatchObject({ retry: false, reason: { code: 'protocol' } });
  });

  it('says that a header cannot be sent', async () => {
    const address = addressOf(1, 1, { headers: { 'x-bad': 'a\nb' } });
    expect(await refused(address)).toMatchObject({ retry: false, reason: { code: 'settings' } });
  });

  it('is given up at once, and in time', async () => {
    const silent = await started(running(createServer((socket) => socket.resume())));
    const attempt = new AbortController();
    const opening = openSocketCluster(addressOf(silent.port, 2), network(), recorder().listener, {
      signal: attempt.signal,
      timeout,
    });
    setTimeout(() => attempt.abort(), 50);
    expect(await refusal(opening)).toMatchObject({ reason: { code: 'user' } });
    const late = openSocketCluster(addressOf(silent.port, 2), network(), recorder().listener, {
      signal: still(),
      timeout: 50,
    });
    expect(await refusal(late)).toMatchObject({ reason: { code: 'timeout' } });
    await vi.waitFor(() => expect(handles().filter((name) => name !== 'TCPServerWrap')).toEqual([]));
  });

  it('is refused by the handshake, with the server’s words', async () => {
    const port = await handshaking((rid) => ({ rid, error: { name: 'AuthError', message: 'who are you?' } }));
    expect(await refused(addressOf(port, 2))).toMatchObject({
      retry: false,
      reason: { code: 'credentials', text: `127.0.0.1:${port} refused the handshake: who are you?` },
    });
  });

  it.each([undefined, null, 'x', 7, [], { pingTimeout: 'x' }, { pingTimeout: 1e99, id: {} }, { pingTimeout: -1 }])(
    'makes do with %j as the answer to the handshake',
    async (data) => {
      const port = await handshaking((rid) => ({ rid, data }));
      const record = recorder();
      const line = await open(addressOf(port, 1), record);
      expect(line.facts).toHaveLength(4);
      line.transmit('x', 1);
      expect(record.lost).toEqual([]);
    },
  );

  it('is given up where the server talks instead of answering', async () => {
    const port = await handshaking(() => Array.from({ length: 1001 }, () => ({ event: 'x' })));
    expect(await refused(addressOf(port, 1))).toMatchObject({ retry: false, reason: { code: 'protocol' } });
  });

  it('can be diagnosed, step by step', async () => {
    const server = await started(
      ClusterServer.start(1, { gate: ({ url }) => (url?.includes('no') ? 'no' : undefined) }),
    );
    const diagnosed = async (path: string) => {
      const url = new URL(`ws://127.0.0.1:${server.port}${path}`);
      return outcome(await report(diagnoseSocketCluster(addressOf(1, 1, { url }), network(), still())));
    };
    const way = ['name-lookup skipped', 'tcp passed'];
    expect(await diagnosed('/')).toEqual([...way, 'websocket passed', 'handshake passed']);
    expect(await diagnosed('/socketcluster/?no')).toEqual([...way, 'websocket failed']);
    const port = await handshaking((rid) => ({ rid, error: 'no' }));
    const steps = await report(diagnoseSocketCluster(addressOf(port, 2), network(), still()));
    expect(outcome(steps)).toEqual([...way, 'websocket passed', 'handshake failed']);
  });
});

/** The port of a server that answers handshakes as it is told to. */
async function handshaking(answer: (rid: number) => unknown): Promise<number> {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  afterwards(() => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  });
  await new Promise((resolve) => sockets.once('listening', resolve));
  sockets.on('connection', (socket) => {
    socket.on('message', (message) => {
      const { event, cid } = JSON.parse(String(message));
      if (event === '#handshake') socket.send(JSON.stringify(answer(cid)));
    });
  });
  const address = sockets.address();
  return typeof address === 'object' && address ? address.port : 0;
}
