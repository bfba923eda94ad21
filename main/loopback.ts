import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { App } from './app.ts';
import { serveRenderer } from './serve.ts';

/** The console for browsers on this machine. */
export interface Loopback {
  /** A link that opens the console once; the links before it are dead. */
  link(): string;
  close(): Promise<void>;
}

/** Larger requests than this end the socket; content travels as base64, so it holds 96 MB of bytes. */
const maxPayload = 128 * 1024 * 1024;

/**
 * Serves the built renderer and its bridge on 127.0.0.1 and a port of the system's choice. A link's token is exchanged
 * for a cookie and then dead; without the cookie nothing is served. `Host` and `Origin` are checked on every request,
 * so that neither a page elsewhere nor a rebound name gets in.
 */
export async function openLoopback(app: App, renderer: string): Promise<Loopback> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const door = createDoor(host);

  server.on('request', (request, response) => {
    void answer(request, response, door, renderer, `ws://${host}`).catch(() => response.destroy());
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload });
  server.on('upgrade', (request, socket, head) => {
    const known = request.url === '/bridge' && request.headers.origin === `http://${host}` && door.knows(request);
    // Node listens for errors no longer once it has handed the socket over; one would end the app.
    if (!known) return socket.on('error', () => {}).end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (client) => carry(app, client));
  });
  return {
    link: () => `http://${host}/?token=${door.newToken()}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Who may come in: the bearer of the newest token, once, and after that the bearer of the cookie. */
interface Door {
  newToken(): string;
  /** The cookie to set, if this is the token; the token is dead then. */
  admit(token: string | null): string | undefined;
  /** Whether a request comes from this very page. */
  knows(request: IncomingMessage): boolean;
  local(request: IncomingMessage): boolean;
}

function createDoor(host: string): Door {
  // Cookies are shared by all ports of a host, so the name carries the port.
  const name = `patchbay-${host.split(':')[1]}`;
  const session = randomBytes(32).toString('base64url');
  let token: string | undefined;
  const local = ({ headers }: IncomingMessage) =>
    headers.host === host && (headers.origin === undefined || headers.origin === `http://${host}`);
  return {
    newToken: () => {
      token = randomBytes(32).toString('base64url');
      return token;
    },
    admit: (given) => {
      if (token === undefined || given === null || !same(given, token)) return undefined;
      token = undefined;
      return `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    knows: (request) => {
      const cookies = (request.headers.cookie ?? '').split('; ').map((cookie) => cookie.split('='));
      return local(request) && cookies.some(([key, value]) => key === name && same(value ?? '', session));
    },
    local,
  };
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  door: Door,
  renderer: string,
  connect: string,
): Promise<void> {
  const url = request.url ?? '/';
  const token = URL.canParse(url, 'http://console') ? new URL(url, 'http://console').searchParams.get('token') : null;
  const cookie = request.method === 'GET' && door.local(request) ? door.admit(token) : undefined;
  if (cookie !== undefined) return admitted(response, cookie);
  if (!door.knows(request)) return shut(response);
  const served = await serveRenderer(renderer, { method: request.method ?? '', url }, connect);
  response.writeHead(served.status, served.headers).end(served.body);
}

const plain = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };

/** A page that goes on by itself: after a redirect a strict cookie would be missing when the link was on another site. */
function admitted(response: ServerResponse, cookie: string): void {
  const csp = "default-src 'none'";
  response
    .writeHead(200, { ...plain, 'set-cookie': cookie, 'content-type': 'text/html', 'content-security-policy': csp })
    .end('<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Patchbay</title>');
}

function shut(response: ServerResponse): void {
  response
    .writeHead(403, { ...plain, 'content-type': 'text/plain; charset=utf-8' })
    .end('This link was used already, or is not for this browser. Press Enter where Patchbay runs to get a new one.\n');
}

/** One page's bridge: `{ id, name, input }` in, `{ id, answer }` and `{ batch }` out. */
function carry(app: App, socket: WebSocket): void {
  const send = (message: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const client = app.connect((batch) => send({ batch }));
  socket.on('message', (data) => {
    const { id, name, input } = parse(data.toString());
    if (typeof id !== 'number') return socket.close(1008, 'Not a request');
    void client.request(name, input).then((answered) => send({ id, answer: answered }));
  });
  // The reason is of no use here: 'close' follows.
  socket.on('error', () => {});
  socket.on('close', () => client.close());
}

function parse(text: string): { id?: unknown; name?: unknown; input?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
