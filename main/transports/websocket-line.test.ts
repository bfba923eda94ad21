import { describe, expect, it, vi } from 'vitest';
import { handles, network, started, still } from './fixtures/scene.ts';
import { ear, openLine, webSocketAddress, webSocketServer } from './fixtures/websocket.ts';
import { openWebSocket } from './websocket.ts';

describe('an open line', () => {
  it('carries text, bytes, pings and pongs both ways', async () => {
    const server = await started(webSocketServer());
    const guest = server.guest();
    const heard = ear();
    const line = await openLine(webSocketAddress(server.port), heard);
    const there = await guest;
    expect(heard.reached).toHaveBeenCalledOnce();
    const got: [string, boolean][] = [];
    const pongs: string[] = [];
    there.on('message', (data, binary) => got.push([data.toString(), binary]));
    there.on('pong', (data) => pongs.push(data.toString()));
    line.send('naïve');
    line.send('');
    line.send(Buffer.from([0, 1]));
    line.ping(Buffer.from('one'));
    line.pong(Buffer.from('unasked'));
    there.send('hello');
    there.send(Buffer.from([255]));
    there.ping('two');
    await vi.waitFor(() => expect(pongs).toEqual(['unasked', 'two']));
    expect(got).toEqual([
      ['naïve', false],
      ['', false],
      ['\u0000\u0001', true],
    ]);
    expect(heard).toMatchObject({ messages: ['hello', Buffer.from([255])], pings: ['two'], pongs: ['one'] });
  });
});

it('leaves nothing behind', async () => {
  const server = await webSocketServer();
  const made = network();
  const heard = ear();
  const line = await openWebSocket(webSocketAddress(server.port), made, heard.listener, {
    signal: still(),
    timeout: 1000,
  });
  line.close();
  line.close();
  await vi.waitFor(() => expect(server.sockets.clients.size).toBe(0));
  await server.stop();
  await vi.waitFor(() => expect(handles()).toEqual([]));
  expect(heard.lost).toEqual([]);
});
