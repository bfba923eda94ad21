import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { ear, odd, openLine, pair, rawServer, webSocketAddress } from '../fixtures/websocket.ts';
import { WebSocketClosed } from '../websocket.ts';

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
