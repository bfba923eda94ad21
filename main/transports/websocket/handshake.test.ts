import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { authority, selfSigned, server as trusted } from '../fixtures/hello.ts';
import { refusal } from '../fixtures/refusal.ts';
import { handles, network, started, still } from '../fixtures/scene.ts';
import { httpServer, running } from '../fixtures/servers.ts';
import { bluntServer, ear, openLine, rawServer, webSocketAddress, webSocketServer } from '../fixtures/websocket.ts';
import { openWebSocket } from '../websocket.ts';

const refusedBy = async (server: Promise<{ port: number; stop(): Promise<void> }>, protocols: string[] = []) => {
  const { port } = await started(server);
  const heard = ear();
  const refused = await refusal(openLine(webSocketAddress(port, { protocols }), heard));
  expect(heard.lost).toEqual([]);
  return refused;
};

// First, while no other test has left anything to its last tick.
it('leaves nothing behind after a refusal, an abort or a deadline', async () => {
  const shut = await httpServer((_, answer) => answer.writeHead(401).write('never ends'));
  const deaf = await running(createTcpServer((socket) => socket.resume()));
  const made = network();
  const attempt = (port: number, options: { signal: AbortSignal; timeout: number }) =>
    refusal(openWebSocket(webSocketAddress(port), made, ear().listener, options));
  expect((await attempt(deaf.port, { signal: still(), timeout: 50 })).reason.code).toBe('timeout');
  expect((await attempt(deaf.port, { signal: AbortSignal.timeout(50), timeout: 5000 })).reason.code).toBe('user');
  expect((await attempt(deaf.port, { signal: AbortSignal.abort(), timeout: 5000 })).reason.code).toBe('user');
  expect((await attempt(shut.port, { signal: still(), timeout: 5000 })).reason.code).toBe('credentials');
  await vi.waitFor(() => expect(handles().filter((name) => name === 'TCPSocketWrap')).toEqual([]));
  await shut.stop();
  await deaf.stop();
  await vi.waitFor(() => expect(handles()).toEqual([]));
});

describe('a server that answers with something else', () => {
  it.each([
    [401, 'credentials', false],
    [403, 'credentials', false],
    [404, 'http', false],
    [426, 'http', false],
    [429, 'http', true],
    [503, 'http', true],
    [200, 'protocol', false],
  ])('is told with HTTP %d', async (status, code, retry) => {
    const { reason, retry: again } = await refusedBy(
      httpServer((_, answer) => answer.writeHead(status).end('<h1>no</h1>')),
    );
    expect({ code: reason.code, retry: again }).toEqual({ code, retry });
    expect(reason.detail).toBe(`HTTP ${status}: <h1>no</h1>`);
  });

  it('is told with what it asks for and where it points to', async () => {
    const challenged = await refusedBy(
      httpServer((_, answer) => answer.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="chat"' }).end()),
    );
    expect(challenged.reason.detail).toBe('HTTP 401; WWW-Authenticate: Bearer realm="chat"');
    const moved = await refusedBy(
      httpServer((_, answer) => answer.writeHead(302, { Location: 'wss://chat.example/v2' }).end()),
    );
    expect(moved).toMatchObject({ reason: { code: 'http' }, retry: false });
    expect(moved.reason.hint).toContain('wss://chat.example/v2');
  });

  it('is read to the beginning of a body without end', async () => {
    const endless = httpServer((_, answer) => {
      const more = setInterval(() => answer.write('x'.repeat(10_000)), 1);
      answer.on('close', () => clearInterval(more));
    });
    const { reason } = await refusedBy(endless);
    expect(reason).toMatchObject({ code: 'protocol', detail: `HTTP 200: ${'x'.repeat(500)}` });
    const broken = await refusedBy(
      httpServer((_, answer) => {
        answer.writeHead(404, { 'Content-Length': 100 }).write('gone', () => answer.destroy());
      }),
    );
    expect(broken.reason).toMatchObject({ code: 'http', detail: 'HTTP 404: gone' });
  });

  it('may not speak HTTP, or say nothing at all', async () => {
    expect((await refusedBy(bluntServer('SSH-2.0-OpenSSH_9.6\r\n'))).reason.code).toBe('protocol');
    const shut = await refusedBy(running(createTcpServer((socket) => socket.destroy())));
    expect(shut).toMatchObject({ reason: { code: 'network' }, retry: true });
    const headers = 'HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
    const wrong = await refusedBy(bluntServer(`${headers}Sec-WebSocket-Accept: aGVsbG8=\r\n\r\n`));
    expect(wrong.reason).toMatchObject({ code: 'protocol', detail: 'Invalid Sec-WebSocket-Accept header' });
    const other = await refusedBy(bluntServer('HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'));
    expect(other.reason).toMatchObject({ code: 'protocol', detail: 'Invalid Upgrade header' });
    const unasked = await refusedBy(rawServer(() => {}, 'Sec-WebSocket-Extensions: permessage-deflate\r\n'));
    expect(unasked.reason.code).toBe('protocol');
  });
});

describe('subprotocols', () => {
  it('must be agreed on', async () => {
    const none = await refusedBy(webSocketServer({ handleProtocols: () => false }), ['chat', 'talk']);
    expect(none).toMatchObject({ reason: { code: 'protocol' }, retry: false });
    expect(none.reason.text).toBe('The server takes none of the subprotocols it was offered: chat, talk.');
    const insisting = 'Sec-WebSocket-Protocol: mqtt\r\n';
    for (const protocols of [[], ['chat']]) {
      const { reason, retry } = await refusedBy(
        rawServer(() => {}, insisting),
        protocols,
      );
      expect(retry).toBe(false);
      expect(reason.text).toBe('The server speaks the subprotocol mqtt, which it was not offered.');
    }
  });

  it('are words, each given once', async () => {
    for (const protocols of [['two words'], ['chat', 'chat']]) {
      const { reason, retry } = await refusal(openLine(webSocketAddress(1, { protocols })));
      expect({ code: reason.code, retry }).toEqual({ code: 'settings', retry: false });
    }
  });
});

it('says what cannot be sent or reached, without showing secrets', async () => {
  const headers = { Authorization: 'Bearer hunter2\n' };
  const { reason, retry } = await refusal(openLine(webSocketAddress(1, { headers })));
  expect({ code: reason.code, retry }).toEqual({ code: 'settings', retry: false });
  expect(JSON.stringify(reason)).not.toContain('hunter2');
  const { port, stop } = await webSocketServer();
  await stop();
  const nobody = await refusal(openLine(webSocketAddress(port)));
  expect(nobody.reason.text).toBe(`Nothing accepts connections at 127.0.0.1:${port}.`);
});

it('goes over TLS by the profile’s rules', async () => {
  const good = await started(webSocketServer({}, { cert: trusted.certificate, key: trusted.key }));
  const url = new URL(`https://127.0.0.1:${good.port}/#part`);
  const by = network({ authority: authority.certificate });
  const line = await openLine({ ...webSocketAddress(0), url }, ear(), by);
  expect(line.facts[0]?.value).toBe(`wss://127.0.0.1:${good.port}/`);
  const own = await started(webSocketServer({}, { cert: selfSigned.certificate, key: selfSigned.key }));
  const address = { ...webSocketAddress(0), url: new URL(`wss://127.0.0.1:${own.port}/`) };
  expect(await refusal(openLine(address))).toMatchObject({ reason: { code: 'tls' }, retry: false });
});
