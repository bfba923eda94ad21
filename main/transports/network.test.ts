import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { authority, hello, secureHello, server, url } from './fixtures/hello.ts';
import { refusal } from './fixtures/refusal.ts';
import { handles, network, report, settingsSchema, started, still } from './fixtures/scene.ts';
import { httpServer, running } from './fixtures/servers.ts';
import { createNetwork } from './network.ts';

// First, while no other test has left anything to its last tick.
it('leaves no handle behind', async () => {
  const { port, stop } = await secureHello(server);
  const made = createNetwork(settingsSchema.parse({ authority: authority.certificate }));
  await made.request(url(port, 'https'), {});
  await report(made.diagnose(url(port, 'https'), still()));
  await refusal(made.request(url(1, 'https'), {}));
  const silent = await running(createTcpServer((socket) => socket.resume()));
  await refusal(made.request(url(silent.port, 'https'), { signal: AbortSignal.timeout(50) }));
  await refusal(made.request(url(silent.port), { timeout: 50 }));
  await vi.waitFor(() => expect(handles().filter((name) => name === 'TCPSocketWrap')).toEqual([]));
  await silent.stop();
  made.close();
  await stop();
  await vi.waitFor(() => expect(handles()).toEqual([]));
});

describe('the settings', () => {
  it('have defaults for all that is not secret', () => {
    expect(settingsSchema.parse({})).toEqual({ headers: [], proxy: '', connectTimeout: 20 });
  });

  it('refuse line breaks in headers, other proxies and half fingerprints', () => {
    expect(settingsSchema.safeParse({ headers: [{ name: 'a', value: 'b\r\nc: d' }] }).success).toBe(false);
    expect(settingsSchema.safeParse({ headers: [{ name: 'a\n', value: 'b' }] }).success).toBe(true);
    expect(settingsSchema.safeParse({ headers: [{ name: 'a\nb', value: 'b' }] }).success).toBe(false);
    expect(settingsSchema.safeParse({ proxy: 'ftp://proxy.example' }).success).toBe(false);
    expect(settingsSchema.safeParse({ proxy: 'socks5://user@proxy.example:1080' }).success).toBe(true);
    expect(settingsSchema.safeParse({ proxy: 'http://user:hunter2@proxy.example' }).success).toBe(false);
    expect(settingsSchema.safeParse({ pinnedCertificate: 'AA:BB' }).success).toBe(false);
    expect(settingsSchema.safeParse({ pinnedCertificate: server.fingerprint.toLowerCase() }).success).toBe(true);
    expect(settingsSchema.safeParse({ pinnedCertificate: server.fingerprint.replaceAll(':', '') }).success).toBe(true);
  });
});

describe('a request', () => {
  it('carries the profile’s headers and its own', async () => {
    const { port } = await hello();
    const made = network({ headers: [{ name: 'X-Who', value: 'profile' }] });
    expect(await made.request(url(port), {})).toMatchObject({ status: 200, text: 'hello profile' });
    expect(await made.request(url(port), { headers: { 'X-Who': 'own' } })).toMatchObject({ text: 'hello own' });
  });

  it('refuses what cannot stand in a header, without showing it', async () => {
    const { port } = await hello();
    const { reason, retry } = await refusal(network().request(url(port), { headers: { authorization: 'hunter2\n' } }));
    expect({ code: reason.code, retry }).toEqual({ code: 'settings', retry: false });
    expect(JSON.stringify(reason)).not.toContain('hunter2');
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
