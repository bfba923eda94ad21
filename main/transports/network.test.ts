import { once } from 'node:events';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { DiagnosisStep } from '../../preload/contract/index.ts';
import { Refusal } from '../refusal.ts';
import { type Identity, makeIdentity } from './fixtures/certificates.ts';
import { connectProxy, httpServer, type Running, running, socksProxy } from './fixtures/servers.ts';
import { createNetwork, type Network, networkFields } from './network.ts';

const authority = makeIdentity({ name: 'Own authority' });
const server = makeIdentity({ name: 'localhost', issuer: authority });
const selfSigned = makeIdentity({ name: 'Self-signed' });
const expired = makeIdentity({ name: 'localhost', issuer: authority, days: -1 });
const client = makeIdentity({ name: 'Client', issuer: authority });

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function network(settings: z.input<typeof schema> = {}): Network {
  const made = createNetwork(schema.parse(settings));
  cleanups.push(() => made.close());
  return made;
}
const schema = z.strictObject(networkFields);

async function started<Kind extends Running>(starting: Promise<Kind>): Promise<Kind> {
  const server = await starting;
  cleanups.push(() => server.stop());
  return server;
}

const hello = () => started(httpServer((request, response) => response.end(`hello ${request.headers['x-who'] ?? ''}`)));
const secureHello = (identity: Identity, more = {}) =>
  started(
    httpServer((_, response) => response.end('hello'), { cert: identity.certificate, key: identity.key, ...more }),
  );

async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const thrown = await promise.then(
    () => undefined,
    (error) => error,
  );
  if (!(thrown instanceof Refusal)) throw new Error(`no refusal, but ${thrown}`);
  return thrown;
}

async function report(steps: AsyncIterable<DiagnosisStep>): Promise<DiagnosisStep[]> {
  const all = [];
  for await (const step of steps) all.push(step);
  return all;
}
const outcome = (steps: DiagnosisStep[]) =>
  steps.filter(({ state }) => state !== 'running').map(({ id, state }) => `${id} ${state}`);

const url = (port: number, scheme = 'http') => new URL(`${scheme}://127.0.0.1:${port}/path?query=1`);

// First, while no other test has left anything to its last tick.
it('leaves no handle behind', async () => {
  const { port, stop } = await secureHello(server);
  const made = createNetwork(schema.parse({ authority: authority.certificate }));
  await made.request(url(port, 'https'), {});
  await report(made.diagnose(url(port, 'https'), new AbortController().signal));
  await refusal(made.request(url(1, 'https'), {}));
  made.close();
  await stop();
  await vi.waitFor(() => expect(handles()).toEqual([]));
});
const handles = () => process.getActiveResourcesInfo().filter((name) => /TCP|TLS|AddrInfo/.test(name));

describe('the settings', () => {
  it('have defaults for all that is not secret', () => {
    expect(schema.parse({})).toEqual({ headers: [], proxy: '', connectTimeout: 20 });
  });

  it('refuse line breaks in headers, other proxies and half fingerprints', () => {
    expect(schema.safeParse({ headers: [{ name: 'a', value: 'b\r\nc: d' }] }).success).toBe(false);
    expect(schema.safeParse({ headers: [{ name: 'a\n', value: 'b' }] }).success).toBe(true);
    expect(schema.safeParse({ headers: [{ name: 'a\nb', value: 'b' }] }).success).toBe(false);
    expect(schema.safeParse({ proxy: 'ftp://proxy.example' }).success).toBe(false);
    expect(schema.safeParse({ proxy: 'socks5://user@proxy.example:1080' }).success).toBe(true);
    expect(schema.safeParse({ pinnedCertificate: 'AA:BB' }).success).toBe(false);
    expect(schema.safeParse({ pinnedCertificate: server.fingerprint.toLowerCase() }).success).toBe(true);
    expect(schema.safeParse({ pinnedCertificate: server.fingerprint.replaceAll(':', '') }).success).toBe(true);
  });
});

describe('a request', () => {
  it('carries the profile’s headers and its own', async () => {
    const { port } = await hello();
    const made = network({ headers: [{ name: 'X-Who', value: 'profile' }] });
    expect(await made.request(url(port), {})).toMatchObject({ status: 200, text: 'hello profile' });
    expect(await made.request(url(port), { headers: { 'X-Who': 'own' } })).toMatchObject({ text: 'hello own' });
  });

  it('sends method and body, takes any status, keeps header lists', async () => {
    const { port } = await started(
      httpServer(async (request, response) => {
        const chunks = await request.toArray();
        response.writeHead(418, { 'Set-Cookie': ['a=1', 'b=2'] });
        response.end(`${request.method} ${request.url} ${request.headers.host} ${chunks.join('')}`);
      }),
    );
    const answer = await network().request(url(port), { method: 'PUT', body: 'naïve' });
    expect(answer.text).toBe(`PUT /path?query=1 127.0.0.1:${port} naïve`);
    expect(answer).toMatchObject({ status: 418, headers: { 'set-cookie': 'a=1, b=2' } });
  });

  it('stops at the limit', async () => {
    const { port } = await started(httpServer((_, response) => response.end('x'.repeat(5000))));
    expect((await network().request(url(port), { limit: 5000 })).text).toHaveLength(5000);
    const { reason } = await refusal(network().request(url(port), { limit: 4999 }));
    expect(reason.code).toBe('too-large');
  });

  it('ends at its time and when it is stopped', async () => {
    const { port } = await started(httpServer(() => {}));
    expect((await refusal(network().request(url(port), { timeout: 50 }))).reason.code).toBe('timeout');
    const stop = new AbortController();
    const asked = refusal(network().request(url(port), { signal: stop.signal }));
    stop.abort();
    expect((await asked).reason.code).toBe('user');
  });

  it('says in words that a port is closed, a name unknown, a scheme foreign', async () => {
    const { port, stop } = await httpServer(() => {});
    await stop();
    const refused = await refusal(network().request(url(port), {}));
    expect(refused.reason).toMatchObject({
      code: 'network',
      text: `Nothing accepts connections at 127.0.0.1:${port}.`,
    });
    expect(refused.reason.detail).toContain('ECONNREFUSED');
    expect(refused.retry).toBe(true);
    const unknown = await refusal(network().request(new URL('http://nowhere.invalid'), {}));
    expect(unknown.reason.text).toMatch(/^The name of nowhere.invalid:80 could not be/);
    expect((await refusal(network().request(new URL('ftp://127.0.0.1'), {}))).reason.code).toBe('address');
  });

  it('says that something else than HTTP answers', async () => {
    const { port } = await started(running(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))));
    expect((await refusal(network().request(url(port), {}))).reason.code).toBe('protocol');
    const { port: silent } = await started(running(createTcpServer((socket) => socket.destroy())));
    expect((await refusal(network().request(url(silent), {}))).reason.code).toBe('network');
  });
});

describe('TLS', () => {
  it('trusts the authority of the profile', async () => {
    const { port } = await secureHello(server);
    const made = network({ authority: authority.certificate });
    expect((await made.request(url(port, 'https'), {})).text).toBe('hello');
    expect((await made.request(new URL(`https://localhost:${port}`), {})).text).toBe('hello');
  });

  it.each([
    ['self-signed', selfSigned, {}, 'self-signed'],
    ['of an unknown authority', server, {}, 'authority that is not trusted'],
    ['expired', expired, { authority: authority.certificate }, 'expired'],
  ])('refuses a certificate that is %s, and says which it was', async (_, identity, settings, words) => {
    const { port } = await secureHello(identity);
    const { reason, retry } = await refusal(network(settings).request(url(port, 'https'), {}));
    expect(reason).toMatchObject({ code: 'tls', text: expect.stringContaining(words) });
    expect(reason.detail).toContain(identity.fingerprint);
    expect(reason.detail).toMatch(/CN=.*GMT to .*GMT/);
    expect(retry).toBe(false);
  });

  it('refuses a certificate of another name', async () => {
    const { port } = await secureHello(server);
    const proxy = await started(connectProxy());
    const made = network({ authority: authority.certificate, proxy: `http://127.0.0.1:${proxy.port}` });
    const { reason } = await refusal(made.request(new URL(`https://inside.test:${port}`), {}));
    expect(reason.text).toContain('belongs to another name');
  });

  it('takes the pinned certificate, whatever else is wrong with it, and no other', async () => {
    const { port } = await secureHello(expired);
    const pinned = network({ pinnedCertificate: expired.fingerprint.replaceAll(':', '').toLowerCase() });
    expect((await pinned.request(url(port, 'https'), {})).text).toBe('hello');
    const other = network({ pinnedCertificate: server.fingerprint, authority: authority.certificate });
    const { reason } = await refusal(other.request(url(port, 'https'), {}));
    expect(reason).toMatchObject({ code: 'tls', text: expect.stringContaining('another certificate than the pinned') });
    expect(reason.detail).toContain(expired.fingerprint);
  });

  it('shows the client certificate, and says when one is wanted', async () => {
    const { port } = await secureHello(server, { ca: authority.certificate, requestCert: true });
    const settings = { authority: authority.certificate };
    const { reason } = await refusal(network(settings).request(url(port, 'https'), {}));
    expect(reason).toMatchObject({ code: 'tls', hint: expect.stringContaining('client certificate') });
    const known = network({ ...settings, clientCertificate: client.certificate, clientKey: client.key });
    expect((await known.request(url(port, 'https'), {})).text).toBe('hello');
  });

  it('says that certificate and key do not belong together, without showing either', async () => {
    const { port } = await secureHello(server);
    const made = network({ clientCertificate: client.certificate, clientKey: server.key });
    const { reason } = await refusal(made.request(url(port, 'https'), {}));
    expect(reason.code).toBe('settings');
    expect(JSON.stringify(reason)).not.toContain('PRIVATE KEY-----\n');
  });

  it('says that a server does not speak TLS', async () => {
    const { port } = await hello();
    const { reason } = await refusal(network().request(url(port, 'https'), {}));
    expect(reason).toMatchObject({ code: 'tls', text: expect.stringContaining('does not speak TLS') });
  });

  it('gives up a handshake that hangs: at its time, when stopped, when closed', async () => {
    const { port } = await started(running(createTcpServer(() => {})));
    const late = await refusal(network({ connectTimeout: 1 }).request(url(port, 'https'), { timeout: 9000 }));
    expect(late.reason.code).toBe('timeout');
    const closing = network();
    const asked = refusal(closing.request(url(port, 'https'), {}));
    closing.close();
    expect((await asked).reason.code).toBe('user');
  });

  it('serves ws and wss too', async () => {
    const secured = httpServer(() => {}, { cert: server.certificate, key: server.key });
    const plain = httpServer(() => {});
    for (const { server: http } of [secured, plain]) {
      new WebSocketServer({ server: http }).on('connection', (socket) => socket.send('hello'));
    }
    const { agent } = network({ authority: authority.certificate });
    for (const address of [
      `wss://localhost:${(await started(secured)).port}`,
      `ws://127.0.0.1:${(await started(plain)).port}`,
    ]) {
      const socket = new WebSocket(address, { agent });
      const [message] = await once(socket, 'message');
      expect(String(message)).toBe('hello');
      socket.terminate();
    }
  });
});

describe('a proxy', () => {
  it('of HTTP makes the connection, plain and encrypted, and looks names up', async () => {
    const plain = await hello();
    const encrypted = await secureHello(server);
    const proxy = await started(connectProxy());
    const made = network({ proxy: `http://127.0.0.1:${proxy.port}`, pinnedCertificate: server.fingerprint });
    expect((await made.request(new URL(`http://inside.test:${plain.port}`), {})).text).toContain('hello');
    expect((await made.request(new URL(`https://inside.test:${encrypted.port}`), {})).text).toBe('hello');
    expect(proxy.asked).toEqual([`inside.test:${plain.port}`, `inside.test:${encrypted.port}`]);
  });

  it('of HTTP wants its password', async () => {
    const { port } = await hello();
    const proxy = await started(connectProxy('user:p@ss'));
    const address = `http://user@127.0.0.1:${proxy.port}`;
    expect((await network({ proxy: address, proxyPassword: 'p@ss' }).request(url(port), {})).status).toBe(200);
    const refused = await refusal(network({ proxy: address, proxyPassword: 'guessed' }).request(url(port), {}));
    expect(refused.reason).toMatchObject({ code: 'credentials', text: expect.stringContaining('The proxy') });
    expect(refused.retry).toBe(false);
    expect(JSON.stringify(refused.reason)).not.toContain('guessed');
  });

  it('of SOCKS5 looks names up and wants its password', async () => {
    const { port } = await secureHello(server);
    const proxy = await started(socksProxy({ user: 'user', password: 'pass' }));
    const settings = { proxy: `socks5://user@127.0.0.1:${proxy.port}`, pinnedCertificate: server.fingerprint };
    const made = network({ ...settings, proxyPassword: 'pass' });
    expect((await made.request(new URL(`https://inside.test:${port}`), {})).text).toBe('hello');
    expect(proxy.asked).toEqual(['inside.test']);
    const unknown = await refusal(made.request(new URL('https://nowhere.test'), {}));
    expect(unknown.reason).toMatchObject({ code: 'network', detail: expect.stringContaining('HostUnreachable') });
    const wrong = await refusal(network({ ...settings, proxyPassword: 'no' }).request(url(port, 'https'), {}));
    expect(wrong.reason.code).toBe('credentials');
  });

  it('of SOCKS5 works without one', async () => {
    const { port } = await hello();
    const proxy = await started(socksProxy());
    const made = network({ proxy: `socks5://127.0.0.1:${proxy.port}` });
    expect((await made.request(url(port), {})).status).toBe(200);
  });

  it('that is not there, cannot reach the server, or hangs, is told from the server', async () => {
    const { port, stop } = await httpServer(() => {});
    await stop();
    const gone = await refusal(network({ proxy: `http://127.0.0.1:${port}` }).request(url(1), {}));
    expect(gone.reason.text).toBe(`Nothing accepts connections at the proxy 127.0.0.1:${port}.`);
    const proxy = await started(connectProxy());
    const beyond = await refusal(network({ proxy: `http://127.0.0.1:${proxy.port}` }).request(url(port), {}));
    expect(beyond.reason.text).toContain('HTTP 502');
    const silent = await started(running(createTcpServer(() => {})));
    for (const scheme of ['http', 'socks5']) {
      const hung = network({ proxy: `${scheme}://127.0.0.1:${silent.port}`, connectTimeout: 1 });
      expect((await refusal(hung.request(url(1), { timeout: 9000 }))).reason.code).toBe('timeout');
    }
  });
});

describe('the report', () => {
  const signal = new AbortController().signal;

  it('shows name, connection, protocol and the whole chain', async () => {
    const { port } = await secureHello({ ...server, certificate: server.certificate + authority.certificate });
    const made = network({ authority: authority.certificate });
    const steps = await report(made.diagnose(new URL(`wss://localhost:${port}`), signal));
    expect(outcome(steps)).toEqual(['name-lookup passed', 'tcp passed', 'tls passed']);
    expect(steps.map(({ id, state }) => `${id} ${state}`)[0]).toBe('name-lookup running');
    const facts = Object.fromEntries(steps.at(-1)?.facts.map(({ name, value }) => [name, value]) ?? []);
    expect(facts).toMatchObject({
      Protocol: 'TLSv1.3',
      Certificate: 'CN=localhost',
      'Certificate: issued by': 'CN=Own authority',
      'Certificate: SHA-256 fingerprint': server.fingerprint,
      'Certificate: names': 'DNS:localhost, IP Address:127.0.0.1',
      'Issuer 1': 'CN=Own authority',
    });
    expect(steps.at(-1)?.took).toBeGreaterThan(0);
  });

  it('ends at the failed step, with the fingerprint that could be pinned', async () => {
    const { port } = await secureHello(selfSigned);
    const steps = await report(network().diagnose(url(port, 'https'), signal));
    expect(outcome(steps)).toEqual(['name-lookup skipped', 'tcp passed', 'tls failed']);
    expect(steps.at(-1)).toMatchObject({ hint: expect.stringContaining('pin') });
    expect(JSON.stringify(steps.at(-1)?.facts)).toContain(selfSigned.fingerprint);
    const unknown = await report(network().diagnose(new URL('https://nowhere.invalid'), signal));
    expect(outcome(unknown)).toEqual(['name-lookup failed']);
    const { port: closed, stop } = await httpServer(() => {});
    await stop();
    expect(outcome(await report(network().diagnose(url(closed), signal)))).toEqual([
      'name-lookup skipped',
      'tcp failed',
    ]);
  });

  it('says that a client certificate is wanted', async () => {
    const { port } = await secureHello(server, { ca: authority.certificate, requestCert: true });
    const steps = await report(network({ authority: authority.certificate }).diagnose(url(port, 'https'), signal));
    expect(steps.at(-1)).toMatchObject({ id: 'tls', state: 'failed', hint: expect.stringContaining('client') });
  });

  it('goes through the proxy and says what the proxy said', async () => {
    const { port } = await secureHello(server);
    const proxy = await started(connectProxy('user:pass'));
    const settings = { proxy: `http://user@127.0.0.1:${proxy.port}`, authority: authority.certificate };
    const good = await report(network({ ...settings, proxyPassword: 'pass' }).diagnose(url(port, 'https'), signal));
    expect(outcome(good)).toEqual(['name-lookup skipped', 'proxy passed', 'tcp skipped', 'tls passed']);
    const bad = await report(network({ ...settings, proxyPassword: 'no' }).diagnose(url(port, 'https'), signal));
    expect(outcome(bad)).toEqual(['name-lookup skipped', 'proxy failed']);
    expect(JSON.stringify(good)).not.toContain('pass"');
  });

  it('warns of a certificate that expires soon', async () => {
    const { port } = await secureHello(makeIdentity({ name: 'localhost', issuer: authority, days: 3 }));
    const steps = await report(network({ authority: authority.certificate }).diagnose(url(port, 'https'), signal));
    expect(outcome(steps).at(-1)).toBe('tls warning');
  });

  it('ends without a word when it is stopped', async () => {
    const { port } = await started(running(createTcpServer(() => {})));
    const stop = new AbortController();
    const states = [];
    for await (const { id, state } of network().diagnose(url(port, 'https'), stop.signal)) {
      states.push(`${id} ${state}`);
      if (id === 'tls') stop.abort();
    }
    expect(states).toEqual(['name-lookup skipped', 'tcp running', 'tcp passed', 'tls running']);
  });
});
