import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { Server } from 'socket.io';
import createServer2 from 'socket.io-2';
import type { Dialect } from './message.ts';

/** What sockets of both server packages have in common, as far as tests use it. */
export interface PeerSocket {
  handshake: { query: Record<string, unknown>; headers: Record<string, unknown> };
  on(event: string, listener: (...args: never[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  disconnect(close: boolean): unknown;
  /** Sends a packet; the type of an acknowledgement is 3 in both generations. */
  packet(packet: object, options?: object): void;
  /** The engine's socket. */
  conn: { write(text: string): unknown };
  ack(id: number): (...args: unknown[]) => void;
}

type Answer = (...args: unknown[]) => void;

export interface PeerOptions {
  generation: 2 | 4;
  dialect?: Dialect;
  port?: number;
  namespace?: string;
  /** How wrong credentials are refused. */
  refusal?: 'http' | 'namespace';
  /** Milliseconds between the pings that one side sends, and until the other has to answer. */
  ping?: number;
  /** No REST at all. */
  bare?: boolean;
}

export const account = { user: 'u0abcdefgh', password: 'correct horse' };
const authorization = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`;
const uri = (membership: string, name: string) => `kld://app2app/m/${membership}/e/e1/s/s1/d/${name}`;
export const alice = uri('m1', 'alice');
export const bob = uri('m2', 'bob');

/** An App2App service on a real server package: what it is told, and how it misbehaves, is up to the test. */
export class Peer {
  readonly subscribed: string[][] = [];
  readonly produced: unknown[][] = [];
  readonly queries: Record<string, unknown>[] = [];
  readonly sockets = new Set<PeerSocket>();
  commits = 0;
  /** What becomes of acknowledgements. */
  answers: 'once' | 'twice' | 'never' | 'late' | string = 'once';
  #http: HttpServer;
  #lines = new Set<TcpSocket>();
  #close: () => void;
  readonly options: PeerOptions;

  static async start(options: PeerOptions): Promise<Peer> {
    const peer = new Peer(options);
    await new Promise<void>((resolve) => peer.#http.listen(options.port ?? 0, '127.0.0.1', resolve));
    return peer;
  }

  constructor(options: PeerOptions) {
    this.options = options;
    this.#http = createServer((request, response) => answerRest(request, response, options));
    this.#http.on('connection', (line) => {
      this.#lines.add(line.on('error', () => {}));
      line.once('close', () => this.#lines.delete(line));
    });
    const { ping } = options;
    const pace = ping === undefined ? {} : { pingInterval: ping, pingTimeout: ping };
    const limit = { serveClient: false, maxHttpBufferSize: 1_000_000, ...pace };
    const io = options.generation === 2 ? createServer2(this.#http, limit) : new Server(this.#http, limit);
    this.#close = () => void io.close();
    // The two packages type their sockets differently; what is used of them is the same.
    const space = io.of(options.namespace ?? '/api/v1') as unknown as {
      use(check: (socket: PeerSocket, next: (error?: Error) => void) => void): void;
      on(event: 'connection', listener: (socket: PeerSocket) => void): void;
    };
    space.use(({ handshake }, next) => {
      next(handshake.headers.authorization === authorization ? undefined : new Error('Unauthorized'));
    });
    space.on('connection', (socket) => this.#join(socket));
    if (options.refusal !== 'namespace') guard(this.#http);
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get endpoint(): string {
    return `ws://127.0.0.1:${this.port}/api/v1`;
  }

  /** To everyone connected. */
  emit(event: string, ...args: unknown[]): void {
    for (const socket of this.sockets) socket.emit(event, ...args);
  }

  /** The JSON text of an event and its arguments, past the package's own writer. */
  write(json: string): void {
    for (const { conn } of this.sockets) conn.write(`2${this.options.namespace ?? '/api/v1'},${json}`);
  }

  /** A delivery in the peer's dialect. */
  deliver(content: unknown, key: unknown, timestamp: unknown): void {
    if (this.options.dialect === 'flat') {
      this.emit('message', JSON.stringify({ from: bob, to: alice, content }), key, timestamp);
    } else this.emit('data', { headers: { from: bob, to: alice }, content }, key, timestamp);
  }

  /** Cuts every connection, as a failing network would. */
  cut(): void {
    for (const line of this.#lines) line.destroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#http.once('close', resolve));
    this.#close();
    this.cut();
    await closed;
  }

  #join(socket: PeerSocket): void {
    this.sockets.add(socket);
    this.queries.push(socket.handshake.query);
    if (this.answers === 'twice') {
      // The packages answer once only, so the packets are made by hand.
      socket.ack =
        (id) =>
        (...data: unknown[]) => {
          for (let time = 0; time < 2; time++) socket.packet({ type: 3, id, data });
        };
    }
    socket.on('disconnect', () => this.sockets.delete(socket));
    socket.on('commit', () => {
      this.commits++;
    });
    socket.on('subscribe', (destinations: string[], answer: Answer) => {
      this.subscribed.push(destinations);
      this.#answer(answer, 'Subscribed.');
    });
    socket.on('produce', (...args: unknown[]) => this.#produced(socket, args));
  }

  #produced(socket: PeerSocket, args: unknown[]): void {
    const answer = args.pop() as Answer;
    const [, key] = args;
    this.produced.push(args);
    this.#answer(answer, 'Message sent.');
    if (this.answers === 'never' || key === undefined) return;
    const timestamp = 1_795_215_517_422;
    const binary = { key: Buffer.from(String(key)), timestamp };
    const report = this.options.dialect === 'flat' ? JSON.stringify({ key, timestamp }) : binary;
    if (this.answers === 'late') setTimeout(() => socket.emit('delivery-report', report), 350);
    else socket.emit('delivery-report', report);
  }

  #answer(answer: Answer, result: string): void {
    if (this.answers === 'once' || this.answers === 'twice') answer(null, result);
    else if (this.answers === 'late') setTimeout(() => answer(null, result), 300);
    else if (this.answers !== 'never') answer(this.answers);
  }
}

function answerRest({ url, headers }: IncomingMessage, response: ServerResponse, { bare }: PeerOptions): void {
  if (url?.startsWith('/socket.io')) return;
  const ok = headers.authorization === authorization;
  response.writeHead(bare ? 404 : ok ? 200 : 401, { 'content-type': 'application/json' });
  const book = [
    { membership: '/m1', destinations: [{ uri: alice, name: 'alice' }] },
    { membership: '/m2', destinations: [{ uri: bob, name: 'bob' }] },
  ];
  response.end(JSON.stringify(bare || !ok ? { error: 'no' } : book));
}

/** Says 401 before Socket.IO is reached, as a gateway does. */
function guard(http: HttpServer): void {
  const [requests, upgrades] = [http.listeners('request'), http.listeners('upgrade')];
  http.removeAllListeners('request').removeAllListeners('upgrade');
  http.on('request', (request, response) => {
    const closed = request.url?.startsWith('/socket.io') && request.headers.authorization !== authorization;
    if (closed) response.writeHead(401).end('Unauthorized');
    else for (const listener of requests) listener.call(http, request, response);
  });
  http.on('upgrade', (request, line, head) => {
    if (request.headers.authorization !== authorization) line.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    else for (const listener of upgrades) listener.call(http, request, line, head);
  });
}
