import { createServer, type Server as HttpServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import createServer2 from 'socket.io-2';

export type Dialect = 'headers' | 'flat';

type Acknowledge = (error: string | null, result?: string) => void;

interface Line {
  conn?: { write(text: string): unknown };
  emit(event: string, ...args: unknown[]): unknown;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
}

/** What a console sees of a message service: a real socket.io server of either generation, in either dialect. */
export interface Peer {
  readonly url: string;
  /** Every `produce` so far, whole. */
  readonly produced: unknown[][];
  /** Every `subscribe` so far. */
  readonly subscribed: string[][];
  /** Sends an event to everyone connected. */
  emit(event: string, ...args: unknown[]): void;
  /** Sends a packet as it is, past the server's own encoder. Generation 4 only. */
  raw(packet: string): void;
  /** Delivers a message in the peer's dialect. */
  deliver(message: { from: string; to: string; content: unknown }, key: string): void;
  stop(): Promise<void>;
  /** Comes back on the same port. */
  start(): Promise<void>;
}

export async function startPeer(options: { generation: 2 | 4; dialect: Dialect; password: string }): Promise<Peer> {
  const { generation, dialect } = options;
  const expected = `Basic ${Buffer.from(`user:${options.password}`).toString('base64')}`;
  const produced: unknown[][] = [];
  const subscribed: string[][] = [];
  const lines = new Set<Line>();
  let http: HttpServer;
  let close: () => Promise<void> = async () => {};
  let port = 0;

  const welcome = (line: Line) => {
    lines.add(line);
    line.on('disconnect', () => lines.delete(line));
    line.on('subscribe', (uris, acknowledge) => {
      subscribed.push(uris as string[]);
      (acknowledge as Acknowledge)(null, 'Subscribed.');
    });
    line.on('produce', (...args) => {
      const acknowledge = args.pop() as Acknowledge;
      produced.push(args);
      acknowledge(null, 'Message sent.');
      const report = { key: args[1], timestamp: Date.now() };
      line.emit('delivery-report', dialect === 'flat' ? JSON.stringify(report) : report);
    });
  };

  async function start(): Promise<void> {
    http = createServer((request, response) => {
      if (request.url === '/api/v1/addressbook') response.end('[]');
      else response.writeHead(404).end();
    });
    if (generation === 4) {
      const server = new Server(http, { serveClient: false, maxHttpBufferSize: 1_000_000 });
      server.of('/api/v1').on('connection', welcome);
      close = async () => server.close();
    } else {
      const server = createServer2(http, { serveClient: false, maxHttpBufferSize: 1_000_000 });
      server.of('/api/v1').on('connection', welcome);
      close = () => new Promise((resolve) => server.close(() => resolve()));
    }
    guard(http, expected);
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    ({ port } = http.address() as AddressInfo);
  }

  await start();
  return {
    get url() {
      return `ws://127.0.0.1:${port}/api/v1`;
    },
    produced,
    subscribed,
    emit(event, ...args) {
      for (const line of lines) line.emit(event, ...args);
    },
    raw(packet) {
      for (const line of lines) line.conn?.write(packet);
    },
    deliver({ from, to, content }, key) {
      const message =
        dialect === 'headers' ? { headers: { from, to }, content } : JSON.stringify({ from, to, content });
      for (const line of lines) line.emit(dialect === 'headers' ? 'data' : 'message', message, key, Date.now());
    },
    start,
    async stop() {
      lines.clear();
      http.closeAllConnections();
      await close();
    },
  };
}

/** Stands before the server as a gateway does: without the right header nothing gets further than a 401. */
function guard(http: HttpServer, expected: string): void {
  for (const event of ['request', 'upgrade'] as const) {
    const behind = http.listeners(event);
    http.removeAllListeners(event);
    http.on(event, (request: IncomingMessage, ...rest: [ServerResponse | Duplex, ...unknown[]]) => {
      if (request.headers.authorization === expected) {
        for (const listener of behind) Reflect.apply(listener, http, [request, ...rest]);
      } else if (rest[0] instanceof ServerResponse) rest[0].writeHead(401).end('Unauthorized');
      else rest[0].end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    });
  }
}
