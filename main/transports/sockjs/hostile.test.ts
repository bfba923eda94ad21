import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { refusal } from '../fixtures/refusal.ts';
import { handles, started } from '../fixtures/scene.ts';
import { httpServer } from '../fixtures/servers.ts';
import { addressOf, open, recorder } from '../fixtures/sockjs.ts';

const good = '{"websocket":true,"origins":["*:*"],"cookie_needed":false,"entropy":1}';

interface Wish {
  info?: string | ((response: ServerResponse) => void);
  /** Does with a WebSocket what it likes. */
  join?: (socket: WebSocket) => void;
  /** Answers what is streamed or polled. */
  answer?: (response: ServerResponse, request: IncomingMessage) => void;
}

/** A server that may say anything. */
async function aServer({ info = good, join, answer }: Wish) {
  const asked: string[] = [];
  const starting = httpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!request.url?.includes('/info')) answer?.(response, request);
    else if (typeof info === 'string') response.end(info);
    else info(response);
  });
  const sockets = new WebSocketServer({ noServer: true });
  starting.server.on('upgrade', (request, socket, head) => {
    asked.push(`UPGRADE ${request.url}`);
    if (join) sockets.handleUpgrade(request, socket, head, join);
    else socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return { ...(await started(starting)), asked };
}

describe('information', () => {
  it.each([
    '',
    'Welcome to SockJS!\n',
    '<h1>Hello</h1>',
    '[]',
    'null',
    '1',
    '{}',
    '{"websocket":"yes"}',
    '{"__proto__":{"websocket":true}}',
  ])('is none: %s', async (info) => {
    const { port } = await aServer({ info });
    const { reason, retry } = await refusal(open(addressOf(port)));
    expect({ reason, retry }).toMatchObject({ retry: false, reason: { code: 'protocol' } });
    expect(reason.detail).toBe(info);
  });

  it('may point to another address, where our credentials are not sent', async () => {
    for (const base of ['https://evil.test/chat', '//evil.test', 'http://[', 'file:///etc']) {
      const { port, asked } = await aServer({ info: JSON.stringify({ websocket: true, base_url: base }) });
      const { reason, retry } = await refusal(open(addressOf(port)));
      expect({ reason, retry }).toMatchObject({ retry: false, reason: { code: 'address' } });
      expect(reason.hint).toContain(base);
      expect(asked).toEqual(['GET /chat/info']);
    }
  });

  it('may point to another path, where the query goes too', async () => {
    const info = JSON.stringify({ websocket: true, base_url: '/other/' });
    const { port, asked } = await aServer({ info, join: (socket) => socket.send('o') });
    await open(addressOf(port, { url: new URL(`http://127.0.0.1:${port}/chat?a=1`) }));
    expect(asked[1]).toMatch(/^UPGRADE \/other\/\d{3}\/[a-z0-5]{8}\/websocket\?a=1$/);
  });

  it('is refused with what the server says', async () => {
    const { port } = await aServer({
      info: (response) => response.writeHead(401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' }).end('no'),
    });
    const { reason } = await refusal(open(addressOf(port)));
    expect(reason).toMatchObject({ code: 'credentials' });
    expect(reason.detail).toBe('HTTP 401: no; WWW-Authenticate: Bearer error="invalid_token"');
  });

  it('is somewhere else', async () => {
    const { port } = await aServer({ info: (response) => response.writeHead(301, { Location: '/new/info' }).end() });
    expect((await refusal(open(addressOf(port)))).reason.hint).toContain('/new/info');
  });

  it('is not found', async () => {
    const { port } = await aServer({ info: (response) => response.writeHead(404).end() });
    const { reason, retry } = await refusal(open(addressOf(port)));
    expect({ reason, retry }).toMatchObject({
      retry: false,
      reason: { code: 'http', hint: expect.stringContaining('path') },
    });
  });

  it('is without end', async () => {
    const { port } = await aServer({ info: (response) => response.end('x'.repeat(200_000)) });
    expect((await refusal(open(addressOf(port)))).reason.code).toBe('too-large');
  });
});

describe('before the line is open', () => {
  it.each(['a["x"]', 'hello', '', '{}', '<h1>'])('anything else than an opening is no SockJS: %s', async (frame) => {
    const { port } = await aServer({ join: (socket) => socket.send(frame) });
    expect(await refusal(open(addressOf(port)))).toMatchObject({ retry: false, reason: { code: 'protocol' } });
    await expect.poll(handles).toEqual(['TCPServerWrap']);
  });

  it('the server may close it', async () => {
    const { port } = await aServer({ join: (socket) => socket.send('c[4401,"no token"]') });
    expect(await refusal(open(addressOf(port)))).toMatchObject({ code: 4401, words: 'no token', retry: true });
  });

  it('a page may come instead', async () => {
    const { port } = await aServer({ answer: (response) => response.end('<html>\nLog in\n</html>') });
    const { reason } = await refusal(open(addressOf(port)));
    expect(reason).toMatchObject({ code: 'protocol', detail: '<html>' });
  });

  it('every transport may be refused, each for its reason', async () => {
    const { port } = await aServer({
      answer: (response, { url }) => response.writeHead(url?.endsWith('/xhr') ? 502 : 501).end('why'),
    });
    const { reason, retry } = await refusal(open(addressOf(port)));
    expect({ reason, retry }).toMatchObject({ retry: true, reason: { code: 'http' } });
    expect(reason.detail).toBe('websocket: HTTP 400; xhr-streaming: HTTP 501: why; xhr-polling: HTTP 502: why');
  });

  it('answers without end or content do not keep it beyond its time', async () => {
    const { port } = await aServer({ answer: (response) => response.end() });
    const attempt = open(addressOf(port, { transport: 'xhr-polling' }), recorder(), { timeout: 200 });
    expect(await refusal(attempt)).toMatchObject({ retry: true, reason: { code: 'timeout' } });
  });
});

describe('on an open line', () => {
  const joined = async (frames: (string | Uint8Array)[]) => {
    const told = recorder();
    const { port } = await aServer({
      join: (socket) => {
        for (const frame of ['o', ...frames, 'a["after"]']) socket.send(frame);
      },
    });
    await open(addressOf(port, { transport: 'websocket' }), told);
    return told;
  };

  it('nothing that SockJS has no meaning for is lost', async () => {
    const odd = ['', 'hello', 'x["y"]', 'a["x",{"y":1}]', 'a[1]', 'a', 'c[3000]', 'c{}', 'null'];
    const told = await joined(odd);
    await expect.poll(() => told.messages).toEqual(['after']);
    expect(told.oddities).toEqual(odd.map((text) => [text, { why: 'not a SockJS frame' }]));
    expect(told.lost).toEqual([]);
  });

  it('bytes are kept', async () => {
    const [text, bytes] = [Buffer.from('a["x"]'), Buffer.of(0xff, 0)];
    const told = await joined([text, bytes]);
    await expect.poll(() => told.messages).toEqual(['after']);
    expect(told.oddities).toEqual([
      ['a["x"]', { why: 'binary', bytes: text }],
      ['\ufffd\u0000', { why: 'not UTF-8', bytes }],
    ]);
  });

  it('heartbeats and filler are no messages', async () => {
    const told = await joined(['h', 'h'.repeat(2048), 'h']);
    await expect.poll(() => told.messages).toEqual(['after']);
    expect(told.heartbeats).toBe(2);
    expect(told.oddities).toEqual([]);
  });

  it('a second opening is a session that the server forgot', async () => {
    const told = await joined(['o']);
    await expect.poll(() => told.lost).toMatchObject([{ retry: true, reason: { code: 'dropped' } }]);
    expect(told.messages).toEqual([]);
  });

  it('nothing is told after the end', async () => {
    const told = await joined(['a["before"]', 'c[3001,"bye"]', 'c[3002,"again"]', 'o', 'h', 'x']);
    await expect.poll(() => told.lost).toMatchObject([{ code: 3001 }]);
    expect(told).toMatchObject({ messages: ['before'], oddities: [], heartbeats: 0 });
    await expect.poll(handles).toEqual(['TCPServerWrap']);
  });

  it.each([
    [(socket: WebSocket) => socket.close(1001, 'restart'), { code: 1001, words: 'restart' }],
    [(socket: WebSocket) => socket.close(4000), { code: 4000, words: '' }],
    // sockjs-client does not tell this code.
    [(socket: WebSocket) => socket.close(1012, 'restart'), { code: 1000, words: 'restart' }],
    [(socket: WebSocket) => socket.close(), { code: 1000 }],
    [(socket: WebSocket) => socket.terminate(), { reason: { code: 'dropped' } }],
    [(socket: WebSocket) => socket.send(Buffer.of(0xff, 0xfe), { binary: false }), { reason: { code: 'protocol' } }],
    [(socket: WebSocket) => rawly(socket, 0x83, 0), { reason: { code: 'protocol' } }],
    [(socket: WebSocket) => rawly(socket, 0x81, 127, 0, 0, 0, 0, 0x10, 0, 0, 0), { reason: { code: 'too-large' } }],
  ])('%#: a WebSocket may end in many ways', async (end, loss) => {
    const told = recorder();
    const { port } = await aServer({
      join: (socket) => {
        socket.send('o');
        setTimeout(() => end(socket), 20);
      },
    });
    await open(addressOf(port, { transport: 'websocket' }), told);
    await expect.poll(() => told.lost).toMatchObject([{ retry: true, ...loss }]);
    await expect.poll(handles).toEqual(['TCPServerWrap']);
  });

  it('what is polled may be odd too, and the last of it without an end', async () => {
    const told = recorder();
    const bodies = ['o\n', 'hello\n\na["x"]\n', 'a["y"]', 'c[3001,"bye"]\n'];
    const { port } = await aServer({ answer: (response) => response.end(bodies.shift() ?? '') });
    await open(addressOf(port, { transport: 'xhr-polling' }), told);
    await expect.poll(() => told.lost).toMatchObject([{ code: 3001 }]);
    expect(told.messages).toEqual(['x', 'y']);
    expect(told.oddities).toEqual([['hello', { why: 'not a SockJS frame' }]]);
  });

  it('a stream may end in the middle of a frame', async () => {
    const told = recorder();
    const { port } = await aServer({
      answer: (response) => {
        response.write('o\na["x"]\na["half');
        setTimeout(() => response.destroy(), 20);
      },
    });
    await open(addressOf(port, { transport: 'xhr-streaming' }), told);
    await expect.poll(() => told.lost).toMatchObject([{ retry: true, reason: { code: 'dropped' } }]);
    expect(told).toMatchObject({ messages: ['x'], oddities: [] });
  });
});

/** Past the package's own writer. */
function rawly(socket: WebSocket, ...bytes: number[]): void {
  const wire = Object.getOwnPropertyDescriptor(socket, '_socket')?.value as { write(data: Uint8Array): void };
  wire.write(Buffer.from(bytes));
}
