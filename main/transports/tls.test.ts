import { once } from 'node:events';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { makeIdentity } from './fixtures/certificates.ts';
import { authority, hello, secureHello, selfSigned, server, url } from './fixtures/hello.ts';
import { refusal } from './fixtures/refusal.ts';
import { network, started } from './fixtures/scene.ts';
import { connectProxy, httpServer, running } from './fixtures/servers.ts';

const expired = makeIdentity({ name: 'localhost', issuer: authority, days: -1 });
const client = makeIdentity({ name: 'Client', issuer: authority });

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
  ])('rule 13: refuses a certificate that is %s, and says which it was', async (_, identity, settings, words) => {
    const { port } = await secureHello(identity);
    const { reason, retry } = await refusal(network(settings).request(url(port, 'https'), {}));
    expect(reason).toMatchObject({ code: 'tls', text: expect.stringContaining(words) });
    expect(reason.detail).toContain(identity.fingerprint);
    expect(reason.detail).toMatch(/CN=.*GMT to .*GMT/);
    expect(retry).toBe(false);
  });

  it('rule 13: refuses a certificate of another name', async () => {
    const { port } = await secureHello(server);
    const proxy = await started(connectProxy());
    const made = network({ authority: authority.certificate, proxy: `http://127.0.0.1:${proxy.port}` });
    const { reason } = await refusal(made.request(new URL(`https://inside.test:${port}`), {}));
    expect(reason.text).toContain('belongs to another name');
  });

  it('rule 13: takes the pinned certificate, whatever else is wrong with it, and no other', async () => {
    const { port } = await secureHello(expired);
    const pinned = network({ pinnedCertificate: expired.fingerprint.replaceAll(':', '').toLowerCase() });
    expect((await pinned.request(url(port, 'https'), {})).text).toBe('hello');
    const other = network({ pinnedCertificate: server.fingerprint, authority: authority.certificate });
    const { reason } = await refusal(other.request(url(port, 'https'), {}));
    expect(reason).toMatchObject({ code: 'tls', text: expect.stringContaining('another certificate than the pinned') });
    expect(reason.detail).toContain(expired.fingerprint);
  });

  it('rule 13: nothing switches the check off for the whole app', async () => {
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const sources = await Promise.all(globSync('**/*.ts', { cwd }).map((file) => readFile(join(cwd, file), 'utf8')));
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.join('')).not.toContain(['NODE_TLS', 'REJECT_UNAUTHORIZED'].join('_'));
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
