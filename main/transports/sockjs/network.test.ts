import { describe, expect, it } from 'vitest';
import { authority, server as identity, selfSigned } from '../fixtures/hello.ts';
import { refusal } from '../fixtures/refusal.ts';
import { handles, network, started } from '../fixtures/scene.ts';
import { connectProxy, socksProxy } from '../fixtures/servers.ts';
import { addressOf, bearer, framed, guarded, open, recorder, sockJsServer } from '../fixtures/sockjs.ts';

const secure = (port: number) => new URL(`https://127.0.0.1:${port}/chat`);
const headers = { Authorization: bearer };

describe.each([...framed, 'raw-websocket'] as const)('%s', (transport) => {
  it('opens behind an authority of our own, through a proxy, with the headers of the profile', async () => {
    const tls = { cert: identity.certificate, key: identity.key };
    const server = await started(sockJsServer({ gate: guarded, tls }));
    const proxy = await started(connectProxy('me:secret'));
    const by = network({
      authority: authority.certificate,
      proxy: `http://me@127.0.0.1:${proxy.port}`,
      proxyPassword: 'secret',
      headers: [{ name: 'X-Who', value: 'profile' }],
    });
    const told = recorder();
    const line = await open(addressOf(server.port, { url: secure(server.port), transport, headers }), told, { by });
    line.send('hello');
    await expect.poll(() => told.messages).toEqual(['hello']);
    expect(new Set(proxy.asked)).toEqual(new Set([`127.0.0.1:${server.port}`]));
    expect(server.asked.map(({ headers }) => headers['x-who'])).toEqual(server.asked.map(() => 'profile'));
    expect(server.asked[0]?.headers.host).toBe(`127.0.0.1:${server.port}`);
    line.close();
    await server.stop();
    await proxy.stop();
    await expect.poll(handles).toEqual([]);
  });

  it('opens by a pinned certificate, and by a name that only the proxy knows', async () => {
    const server = await started(sockJsServer({ tls: { cert: selfSigned.certificate, key: selfSigned.key } }));
    const proxy = await started(socksProxy());
    const by = network({ pinnedCertificate: selfSigned.fingerprint, proxy: `socks5://127.0.0.1:${proxy.port}` });
    const url = new URL(`https://inside.test:${server.port}/chat`);
    const told = recorder();
    const line = await open(addressOf(server.port, { url, transport }), told, { by });
    line.send('hello');
    await expect.poll(() => told.messages).toEqual(['hello']);
    expect(server.asked.every(({ headers }) => headers.host === url.host)).toBe(true);
  });

  it('trusts nobody else', async () => {
    const server = await started(sockJsServer({ tls: { cert: selfSigned.certificate, key: selfSigned.key } }));
    const { reason, retry } = await refusal(open(addressOf(server.port, { url: secure(server.port), transport })));
    expect({ reason, retry }).toMatchObject({ retry: false, reason: { code: 'tls' } });
    expect(server.asked).toEqual([]);
  });

  it('is let in by a token in the query', async () => {
    const server = await started(sockJsServer({ gate: guarded }));
    const url = new URL(`ws://127.0.0.1:${server.port}/chat?access_token=good`);
    const told = recorder();
    const line = await open(addressOf(server.port, { url, transport }), told);
    line.send('hello');
    await expect.poll(() => told.messages).toEqual(['hello']);
  });
});

it.each(framed)('%s tells why the proxy did not connect, once the information was there', async (transport) => {
  const server = await started(sockJsServer());
  const proxy = await started(connectProxy());
  const by = network({ proxy: `http://127.0.0.1:${proxy.port}` });
  const told = recorder();
  const opening = open(
    addressOf(server.port, { transport }),
    { ...told, listener: { ...told.listener, reached } },
    { by },
  );
  function reached() {
    void proxy.stop();
  }
  expect(await refusal(opening)).toMatchObject({ retry: true, reason: { code: 'network' } });
});
