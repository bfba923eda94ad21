import { afterEach, expect, it, vi } from 'vitest';
import { handles, network, outcome, report, started, still } from '../fixtures/scene.ts';
import { httpServer } from '../fixtures/servers.ts';
import { webSocketAddress, webSocketServer } from '../fixtures/websocket.ts';
import { diagnoseWebSocket } from '../websocket.ts';

afterEach(() => void vi.useRealTimers());

const diagnose = (port: number, signal = still()) => diagnoseWebSocket(webSocketAddress(port), network(), signal);
const steps = (port: number) => report(diagnose(port));

it('reports every step, and leaves the server alone then', async () => {
  const server = await webSocketServer();
  const found = await steps(server.port);
  expect(outcome(found)).toEqual(['name-lookup skipped', 'tcp passed', 'handshake passed', 'ping passed']);
  const { facts } = found.findLast(({ id }) => id === 'handshake') ?? {};
  expect(facts).toContainEqual({ name: 'Answer', value: 'HTTP 101 Switching Protocols' });
  await vi.waitFor(() => expect(server.sockets.clients.size).toBe(0));
  await server.stop();
  await vi.waitFor(() => expect(handles()).toEqual([]));
});

it('ends with the first failed step and what the server said', async () => {
  const shut = await started(httpServer((_, answer) => answer.writeHead(403).end('members only')));
  const found = await steps(shut.port);
  expect(outcome(found).at(-1)).toBe('handshake failed');
  expect(found.at(-1)?.facts).toEqual([{ name: 'Detail', value: 'HTTP 403: members only' }]);
  await shut.stop();
  expect(outcome(await steps(shut.port)).at(-1)).toBe('tcp failed');
});

it('finds out a server that opens a WebSocket and closes it at once', async () => {
  const server = await started(webSocketServer());
  server.sockets.on('connection', (socket) => socket.close(1008, 'no token'));
  const found = await steps(server.port);
  expect(outcome(found).at(-1)).toBe('ping failed');
  expect(found.at(-1)?.facts).toEqual([{ name: 'Detail', value: 'WebSocket close code 1008: no token' }]);
});

it('warns of a server that answers no pings', async () => {
  const server = await started(webSocketServer({ autoPong: false }));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  server.sockets.on('connection', (socket) => socket.on('ping', () => vi.advanceTimersByTime(5000)));
  expect(outcome(await steps(server.port)).at(-1)).toBe('ping warning');
});

it('can be given up at any step', async () => {
  const server = await webSocketServer({ autoPong: false });
  for (const last of ['tcp', 'handshake', 'ping']) {
    const stop = new AbortController();
    for await (const { id, state } of diagnose(server.port, stop.signal)) {
      if (id === last && state === 'running') stop.abort();
    }
    for await (const { id } of diagnose(server.port)) if (id === last) break;
  }
  await vi.waitFor(() => expect(server.sockets.clients.size).toBe(0));
  await server.stop();
  await vi.waitFor(() => expect(handles()).toEqual([]));
});
