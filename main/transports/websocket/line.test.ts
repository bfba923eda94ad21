import { describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { handles, network, started, still } from '../fixtures/scene.ts';
import { deafRelay } from '../fixtures/servers.ts';
import { ear, framesOf, odd, openLine, pair, webSocketAddress, webSocketServer } from '../fixtures/websocket.ts';
import { openWebSocket } from '../websocket.ts';

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

it('tells nothing before its promise is settled, however early the server talks', async () => {
  const { heard } = await odd((socket) => socket.write(Buffer.from([0x81, 2, 0x68, 0x69, 0x88, 2, 0x0f, 0xa0])));
  expect(heard).toMatchObject({ messages: [], lost: [] });
  await vi.waitFor(() => expect(heard.lost).toMatchObject([{ code: 4000 }]), 3000);
  expect(heard.messages).toEqual(['hi']);
});
