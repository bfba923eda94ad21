import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { authority, server as identity } from './fixtures/hello.ts';
import { network, started } from './fixtures/scene.ts';
import { ear, openLine, webSocketAddress, webSocketServer } from './fixtures/websocket.ts';
import type { Network } from './network.ts';

const part = 'x'.repeat(100_000);
/** More than the buffers between two sockets of one machine take. */
const parts = 300;

const tls = { cert: identity.certificate, key: identity.key };

async function scene(made: Network, secure?: typeof tls) {
  const { port, guest } = await started(webSocketServer({}, secure));
  const heard = ear();
  const url = new URL(`${secure ? 'wss' : 'ws'}://localhost:${port}/`);
  const [line, server] = await Promise.all([openLine(webSocketAddress(port, { url }), heard, made), guest()]);
  return { heard, line, server };
}

const flood = (server: WebSocket) => {
  for (let sent = 0; sent < parts; sent++) server.send(`${sent} ${part}`);
};
const numbers = (messages: (string | Uint8Array)[]) => messages.map((message) => Number.parseInt(String(message), 10));
const all = Array.from({ length: parts }, (_, index) => index);

describe.each([
  ['plain', undefined],
  ['TLS', tls],
])('a held network, %s', (_, secure) => {
  it('makes the server wait, and has everything in order once it is let go', async () => {
    const made = network({ authority: authority.certificate });
    const { heard, server } = await scene(made, secure);
    made.hold(true);
    flood(server);
    const waiting = await untilSteady(() => server.bufferedAmount);
    expect(waiting).toBeGreaterThan(10_000_000);
    expect(heard.messages.length).toBeLessThan(parts / 2);
    made.hold(false);
    await vi.waitFor(() => expect(heard.messages).toHaveLength(parts), { timeout: 10_000 });
    expect(numbers(heard.messages)).toEqual(all);
  });
});

describe('a held network', () => {
  it('lets a line be opened, and holds it when it is told again', async () => {
    const made = network();
    made.hold(true);
    const { heard, server } = await scene(made);
    made.hold(true);
    flood(server);
    expect(await untilSteady(() => server.bufferedAmount)).toBeGreaterThan(10_000_000);
    made.hold(false);
    await vi.waitFor(() => expect(numbers(heard.messages)).toEqual(all), { timeout: 10_000 });
  });

  it('lets a line be closed', async () => {
    const made = network();
    const { line, server } = await scene(made);
    made.hold(true);
    line.close();
    await once(server, 'close');
  });

  it('tells of the end that a server made once it is let go', async () => {
    const made = network();
    const { heard, server } = await scene(made);
    made.hold(true);
    server.close(1001, 'going');
    await untilSteady(() => heard.lost.length);
    expect(heard.lost).toEqual([]);
    made.hold(false);
    await vi.waitFor(() => expect(heard.lost).toHaveLength(1));
  });
});

/** The value once it has stopped changing. */
async function untilSteady(read: () => number): Promise<number> {
  let before = Number.NaN;
  await vi.waitFor(
    () => {
      const now = read();
      const steady = now === before;
      before = now;
      expect(steady).toBe(true);
    },
    { interval: 200, timeout: 10_000 },
  );
  return before;
}
