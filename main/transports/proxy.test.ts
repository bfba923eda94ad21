import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { authority, hello, secureHello, selfSigned, server, url } from './fixtures/hello.ts';
import { refusal } from './fixtures/refusal.ts';
import { network, started } from './fixtures/scene.ts';
import { connectProxy, httpServer, running, socksProxy } from './fixtures/servers.ts';

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
    const proxy = await started(connectProxy('100%:p@ss'));
    const address = `http://100%@127.0.0.1:${proxy.port}`;
    expect((await network({ proxy: address, proxyPassword: 'p@ss' }).request(url(port), {})).status).toBe(200);
    const refused = await refusal(network({ proxy: address, proxyPassword: 'guessed' }).request(url(port), {}));
    expect(refused.reason).toMatchObject({ code: 'credentials', text: expect.stringContaining('The proxy') });
    expect(refused.retry).toBe(false);
    expect(JSON.stringify(refused.reason)).not.toContain('guessed');
  });

  it('may itself be reached over TLS, by the authority of the profile', async () => {
    const { port } = await secureHello(selfSigned);
    const proxy = await started(connectProxy('user:pass', { cert: server.certificate, key: server.key }));
    const settings = {
      proxy: `https://user@127.0.0.1:${proxy.port}`,
      proxyPassword: 'pass',
      pinnedCertificate: selfSigned.fingerprint,
    };
    const made = network({ ...settings, authority: authority.certificate });
    expect((await made.request(url(port, 'https'), {})).text).toBe('hello');
    const { reason } = await refusal(network(settings).request(url(port, 'https'), {}));
    expect(reason).toMatchObject({ code: 'tls', text: expect.stringContaining(`${proxy.port}`) });
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
