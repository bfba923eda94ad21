import type { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { handles, network, started, still } from './fixtures/scene.ts';
import { deafRelay } from './fixtures/servers.ts';
import { ear, framesOf, openLine, rawServer, webSocketAddress, webSocketServer } from './fixtures/websocket.ts';
import { openWebSocket, type WebSocketAddress, WebSocketClosed } from './websocket.ts';

async function pair(more: Partial<WebSocketAddress> = {}) {
  const server = await started(webSocketServer());
  const guest = server.guest();
  const heard = ear();
  const line = await openLine(webSocketAddress(server.port, more), heard);
  return { line, heard, there: await guest };
}

/** A line to a server that then does what it likes with its connection. */
async function odd(talk: (socket: Socket) => void, more: Partial<WebSocketAddress> = {}) {
  const server = await started(rawServer(talk));
  const heard = ear();
  return { heard, line: await openLine(webSocketAddress(server.port, more), heard) };
}

const listen = (there: WebSocket) => {
  const got: [string, boolean][] = [];
  there.on('message', (data, binary) => got.push([data.toString(), binary]));
  return got;
};

it('leaves nothing behind', async () => {
  const server = await webSocketServer();
  const heard = ear();
  const opening = { signal: still(), timeout: 1000 };
  const line = await openWebSocket(webSocketAddress(server.port), network(), heard.listener, opening);
  line.close();
  line.close();
  await vi.waitFor(() => expect(server.sockets.clients.size).toBe(0));
  await server.stop();
  await vi.waitFor(() => expect(handles()).toEqual([]));
  expect(heard.lost).toEqual([]);
});

describe('an open line', () => {
  it('carries text, bytes, pings and pongs both ways', async () => {
    const { line, heard, there } = await pair();
    const got = listen(there);
    const pongs: string[] = [];
    there.on('pong', (data) => pongs.push(data.toString()));
    expect(heard.reached).toHaveBeenCalledOnce();
    line.send('naïve');
    line.send('');
    line.send(Buffer.from([0, 1]));
    line.ping(Buffer.from('one'));
    line.pong(Buffer.from('unasked'));
    there.send('hello');
    there.send(Buffer.from([255]));
    there.ping('two');
    await vi.waitFor(() => expect(pongs).toEqual(['unasked', 'two']));
    await vi.waitFor(() => expect(heard.pongs).toEqual(['one']));
    expect(got).toEqual([
      ['naïve', false],
      ['', false],
      ['\u0000\u0001', true],
    ]);
    expect(heard).toMatchObject({ messages: ['hello', Buffer.from([255])], pings: ['two'] });
  });

  it('keeps the bytes of text that is not UTF-8', async () => {
    const broken = Buffer.from([0x68, 0xc3, 0x28]);
    const { heard } = await odd((socket) => socket.write(Buffer.concat([Buffer.from([0x81, 3]), broken])));
    await vi.waitFor(() => expect(heard).toMatchObject({ messages: ['h\ufffd('], raw: [broken] }));
  });

  it('reads text that is fragmented inside a character', async () => {
    const { heard } = await odd((socket) => socket.write(Buffer.from([0x01, 1, 0xc3, 0x89, 0, 0x80, 1, 0xa4])));
    await vi.waitFor(() => expect(heard).toMatchObject({ messages: ['ä'], raw: [] }));
  });

  it('sends long messages in fragments, by the byte', async () => {
    const chunks: Buffer[] = [];
    const { line } = await odd((socket) => socket.on('data', (chunk) => chunks.push(chunk)), { frameLimit: 4 });
    line.send('naïveté');
    line.send('four');
    line.send(Buffer.from([1, 2, 3]), 2);
    await vi.waitFor(() => expect(framesOf(Buffer.concat(chunks))).toHaveLength(6));
    const text = Buffer.from('naïveté');
    expect(framesOf(Buffer.concat(chunks))).toEqual([
      { fin: false, opcode: 1, data: text.subarray(0, 4) },
      { fin: false, opcode: 0, data: text.subarray(4, 8) },
      { fin: true, opcode: 0, data: text.subarray(8) },
      { fin: true, opcode: 1, data: Buffer.from('four') },
      { fin: false, opcode: 2, data: Buffer.from([1, 2]) },
      { fin: true, opcode: 0, data: Buffer.from([3]) },
    ]);
  });

  it('carries large messages whole', async () => {
    const { line, heard, there } = await pair({ frameLimit: 1000 });
    const got = listen(there);
    const large = 'ä'.repeat(3_000_000);
    line.send(large);
    there.send(large);
    await vi.waitFor(() => expect(got).toHaveLength(1), 10_000);
    await vi.waitFor(() => expect(heard.messages).toHaveLength(1), 10_000);
    expect([got[0]?.[0] === large, heard.messages[0] === large]).toEqual([true, true]);
  });

  it('stops reading while it is paused', async () => {
    const { line, heard, there } = await pair({ heartbeat: 20 });
    line.pause();
    there.send('later');
    const answered = new Promise((resolve) => there.once('pong', resolve));
    line.pong(Buffer.from('still there'));
    await answered;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).toMatchObject({ messages: [], pinged: [], lost: [] });
    line.resume();
    await vi.waitFor(() => expect(heard.messages).toEqual(['later']));
  });

  it('takes no control frame over 125 bytes', async () => {
    const { line, there } = await pair();
    const pinged = new Promise((resolve) => there.once('ping', resolve));
    expect(() => line.ping(new Uint8Array(126))).toThrow('125 bytes');
    expect(() => line.pong(new Uint8Array(126))).toThrow('125 bytes');
    line.ping(new Uint8Array(125));
    await pinged;
  });

  it('tells address, subprotocol and notable headers, but no cookie and no query', async () => {
    const server = await started(webSocketServer());
    server.sockets.on('headers', (headers) => headers.push('X-Server: seven', 'Set-Cookie: id=hunter2; Path=/'));
    const line = await openLine(webSocketAddress(server.port, { protocols: ['chat.v1', 'chat.v2'] }));
    expect(line.facts).toEqual([
      { name: 'Address', value: `ws://127.0.0.1:${server.port}/chat` },
      { name: 'Subprotocol', value: 'chat.v1' },
      { name: 'Answer', value: 'HTTP 101 Switching Protocols' },
      { name: 'X-Server', value: 'seven' },
      { name: 'Set-Cookie', value: 'id=…' },
    ]);
  });

  it('carries the headers of the profile and its own', async () => {
    const server = await started(webSocketServer());
    const guest = server.guest();
    const by = network({ headers: [{ name: 'X-Who', value: 'profile' }] });
    await openLine(webSocketAddress(server.port, { headers: { Authorization: 'Bearer hunter2' } }), ear(), by);
    const { url, headers } = (await guest).request;
    expect(url).toBe('/chat?room=1');
    expect(headers).toMatchObject({ 'x-who': 'profile', authorization: 'Bearer hunter2' });
    expect(headers).not.toHaveProperty('sec-websocket-extensions');
  });
});

describe('the heartbeat', () => {
  it('pings a silent server, and again after each silence', async () => {
    const { heard, line } = await pair({ heartbeat: 20 });
    await vi.waitFor(() => expect(heard.pongs.length).toBeGreaterThan(2));
    expect(heard.pinged.length).toBeGreaterThan(2);
    line.close();
    expect(heard.lost).toEqual([]);
  });

  it('finds out a line that is only half open', async () => {
    const server = await started(webSocketServer());
    const relay = await started(deafRelay(server.port));
    const heard = ear();
    const line = await openLine(webSocketAddress(relay.port, { heartbeat: 50 }), heard);
    relay.deafen();
    await vi.waitFor(() => expect(heard.lost).toHaveLength(1));
    expect(heard.lost[0]).toMatchObject({ reason: { code: 'timeout' }, retry: true });
    expect(() => line.send('x')).toThrow('not open');
  });

  it('takes the bytes of a slow message for a sign of life', async () => {
    const { heard } = await odd(
      (socket) => {
        socket.write(Buffer.from([0x82, 12]));
        let sent = 0;
        const drip = setInterval(() => (sent++ < 12 ? socket.write('.') : clearInterval(drip)), 30);
        socket.on('close', () => clearInterval(drip));
      },
      { heartbeat: 120 },
    );
    await vi.waitFor(() => expect(heard.messages).toEqual([Buffer.from('............')]), 3000);
    expect(heard.lost).toEqual([]);
  });
});

describe('a line that ends', () => {
  const ended = async (end: (there: WebSocket) => void) => {
    const { heard, line, there } = await pair();
    end(there);
    await vi.waitFor(() => expect(heard.lost).toHaveLength(1));
    expect(() => line.send('x')).toThrow('not open');
    return heard.lost[0];
  };

  it.each([
    [1000, 'server-closed', true],
    [1001, 'server-closed', true],
    [1002, 'protocol', true],
    [1003, 'protocol', true],
    [1007, 'protocol', true],
    [1008, 'server-closed', false],
    [1009, 'too-large', true],
    [1010, 'protocol', false],
    [1011, 'server-closed', true],
    [1012, 'server-closed', true],
    [1013, 'server-closed', true],
    [1014, 'server-closed', true],
    [3000, 'credentials', false],
    [3003, 'credentials', false],
    [3008, 'timeout', true],
    [3999, 'server-closed', true],
    [4242, 'server-closed', true],
  ])('says why: close code %d', async (code, kind, retry) => {
    const lost = await ended((there) => there.close(code, 'so it is'));
    expect(lost).toBeInstanceOf(WebSocketClosed);
    expect(lost).toMatchObject({ code, words: 'so it is', reason: { code: kind }, retry });
    expect(lost?.reason.text).toMatch(/\. It says: so it is$/);
    expect(lost?.reason.detail).toBe(`WebSocket close code ${code}: so it is`);
  });

  it('says that there was no reason, or not even a farewell', async () => {
    expect(await ended((there) => there.close())).toMatchObject({ code: 1005, words: '', retry: true });
    const cut = await ended((there) => there.terminate());
    expect(cut).not.toBeInstanceOf(WebSocketClosed);
    expect(cut).toMatchObject({ reason: { code: 'dropped' }, retry: true });
  });

  it('is given up a second after the server ended its half and reads no more', async () => {
    const { heard, line } = await odd((socket) => {
      socket.allowHalfOpen = true;
      socket.once('data', () => socket.pause().end());
    });
    line.send(Buffer.alloc(30_000_000));
    await vi.waitFor(() => expect(heard.lost).toHaveLength(1), 3000);
    expect(heard.lost[0]?.reason.code).toBe('dropped');
  });

  it.each([
    ['a masked frame', [0x81, 0x81, 1, 2, 3, 4, 5], 'MASK'],
    ['compression that nobody asked for', [0xc1, 1, 0x41], 'RSV1'],
    ['other reserved bits', [0xa1, 1, 0x41], 'RSV2'],
    ['an unknown kind of frame', [0x83, 0], 'opcode'],
    ['a fragment of nothing', [0x80, 1, 0x41], 'opcode'],
    ['a fragmented ping', [0x09, 0], 'FIN'],
    ['a ping of 126 bytes', [0x89, 126, 0, 126], 'payload length'],
    ['a close code that cannot be', [0x88, 2, 3, 0xe7], 'status code 999'],
  ])('says that the server sent %s', async (_, bytes, detail) => {
    const { heard } = await odd((socket) => socket.write(Buffer.from(bytes)));
    await vi.waitFor(() => expect(heard.lost).toHaveLength(1), 3000);
    expect(heard.lost[0]).toMatchObject({ reason: { code: 'protocol' }, retry: true });
    expect(heard.lost[0]?.reason.detail).toContain(detail);
    expect(heard.messages).toEqual([]);
  });

  it.each([
    ['a message over the limit', Buffer.from([0x82, 127, 0, 0, 0, 0, 0x10, 0, 0, 0])],
    ['a message over any limit', Buffer.from([0x82, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['fragments without end', Buffer.concat([Buffer.from([0x02, 0]), Buffer.alloc(600_000)])],
  ])('says that the server sent %s', async (_, bytes) => {
    const { heard } = await odd((socket) => socket.write(bytes));
    await vi.waitFor(() => expect(heard.lost).toHaveLength(1), 5000);
    expect(heard.lost[0]?.reason.code).toBe('too-large');
  });

  it('answers many pings at once, but says so when they have no end', async () => {
    const { heard, there } = await pair();
    const pongs = vi.fn();
    there.on('pong', pongs);
    for (let number = 0; number < 3000; number++) there.ping();
    await vi.waitFor(() => expect(pongs).toHaveBeenCalledTimes(3000), 5000);
    expect(heard.pings).toHaveLength(3000);
    const flood = await odd((socket) => {
      socket.pause();
      const more = setInterval(() => socket.write(Buffer.alloc(100_000, Buffer.from([0x89, 0]))), 1);
      socket.on('close', () => clearInterval(more));
    });
    await vi.waitFor(() => expect(flood.heard.lost).toHaveLength(1), 10_000);
    expect(flood.heard.lost[0]?.reason).toMatchObject({ code: 'protocol' });
    expect(flood.heard.lost[0]?.reason.text).toContain('pings faster');
  });

  it('may end, but never throws, whatever the server sends', async () => {
    const seed = fc.uint8Array({ minLength: 1, maxLength: 300 });
    const whatever = fc.asyncProperty(fc.array(seed, { minLength: 1, maxLength: 5 }), async (chunks) => {
      const server = await rawServer((socket) => {
        for (const chunk of chunks) socket.write(chunk);
        socket.end();
      });
      const heard = ear();
      await openLine(webSocketAddress(server.port), heard);
      await vi.waitFor(() => expect(heard.lost).toHaveLength(1), 3000);
      await server.stop();
    });
    await fc.assert(whatever, { numRuns: 60 });
  });

  it('tells nothing more after close', async () => {
    const { line, heard, there } = await pair();
    const closed = new Promise((resolve) => there.once('close', (code, reason) => resolve([code, reason.toString()])));
    there.send('on its way');
    there.ping();
    line.close(4001, 'enough');
    expect(await closed).toEqual([4001, 'enough']);
    expect(() => line.ping(new Uint8Array())).toThrow('not open');
    expect(heard).toMatchObject({ messages: [], pings: [], lost: [] });
  });

  it('is closed with its own farewell or not at all', async () => {
    const { line } = await pair();
    for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 1000.5]) {
      expect(() => line.close(code)).toThrow('cannot be closed with code');
    }
    expect(() => line.close(1000, 'ä'.repeat(62))).toThrow('123 bytes');
    line.send('still open');
  });

  it.each([true, false])('is cut when the server does not answer the farewell (paused: %s)', async (paused) => {
    const cut = vi.fn();
    const { line } = await odd((socket) => socket.on('close', cut).resume());
    if (paused) line.pause();
    line.close();
    await vi.waitFor(() => expect(cut).toHaveBeenCalled(), 3000);
  });
});

it('tells nothing before its promise is settled, however early the server talks', async () => {
  const { heard } = await odd((socket) => socket.write(Buffer.from([0x81, 2, 0x68, 0x69, 0x88, 2, 0x0f, 0xa0])));
  expect(heard).toMatchObject({ messages: [], lost: [] });
  await vi.waitFor(() => expect(heard.lost).toMatchObject([{ code: 4000 }]), 3000);
  expect(heard.messages).toEqual(['hi']);
});
