import { expect, it, vi } from 'vitest';
import { handles, network, outcome, report, started, still } from './fixtures/scene.ts';
import { httpServer } from './fixtures/servers.ts';
import { webSocketAddress, webSocketServer } from './fixtures/websocket.ts';
import { diagnoseWebSocket } from './websocket.ts';

const steps = (port: number) => report(diagnoseWebSocket(webSocketAddress(port), network(), still()));

it('reports every step, and leaves the server alone then', async () => {
  const server = await webSocketServer();
  const found = await steps(server.port);
  expect(outcome(found)).toEqual(['name-lookup skipped', 'tcp passed', 'handshake passed']);
  expect(found.at(-1)?.facts).toContainEqual({ name: 'Answer', value: 'HTTP 101 Switching Protocols' });
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
