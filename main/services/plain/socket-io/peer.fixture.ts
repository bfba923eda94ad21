import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { Server } from 'socket.io';
import createServer2 from 'socket.io-2';

/** What sockets of both server packages have in common, as far as tests use it. */
export interface PeerSocket {
  handshake: {
    query: Record<string, unknown>;
    headers: Record<string, unknown>;
    auth?: Record<string, unknown>;
  };
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  disconnect(close: boolean): unknown;
  packet(packet: object): void;
  conn: { write(text: string): unknown };
  ack(id: number): (...args: unknown[]) => void;
}

export interface PeerOptions {
  generation: 2 | 4;
  port?: number;
  namespace?: string;
  /** Milliseconds between pings, and until they have to be answered. */
  ping?: number;
}

export const authorization = 'Bearer open sesame';

type Acknowledge = (...args: unknown[]) => void;

/** A Socket.IO server on a real package: answers `add` with the sum and its arguments, `ask` by asking back. */
export class Peer {
  readonly sockets = new Set<PeerSocket>();
  /** Everything but `add`, with its arguments. */
  readonly received: unknown[][] = [];
  answers: 'once' | 'twice' | 'never' | 'late' = 'once';
  readonly #http: HttpServer;
  readonly #lines = new Set<TcpSocket>();
  readonly #namespace: string;
  readonly #close: () => void;
  arrivals = 0;

  static async start(options: PeerOptions): Promise<Peer> {
    const peer = new Peer(options);
    await new Promise<void>((resolve) => peer.#http.listen(options.port ?? 0, '127.0.0.1', resolve));
    return peer;
  }

  constructor({ generation, namespace = '/chat', ping }: PeerOptions) {
    this.#http = createServer(({ url }, response) => {
      if (!url?.startsWith('/socket.io')) response.writeHead(404).end('Not found');
    });
    this.#http.on('connection', (line) => {
      this.#lines.add(line.on('error', () => {}));
      line.once('close', () => this.#lines.delete(line));
    });
    const pace = ping === undefined ? {} : { pingInterval: ping, pingTimeout: ping };
    const options = { serveClient: false, maxHttpBufferSize: 1_000_000, ...pace };
    const io = generation === 2 ? createServer2(this.#http, options) : new Server(this.#http, options);
    this.#close = () => void io.close();
    this.#namespace = namespace;
    // The two packages type their sockets differently; what is used of them is the same.
    const space = io.of(namespace) as unknown as {
      use(check: (socket: PeerSocket, next: (error?: Error) => void) => void): void;
      on(event: 'connection', listener: (socket: PeerSocket) => void): void;
    };
    space.use(({ handshake }, next) => {
      next(handshake.headers.authorization === authorization ? undefined : new Error('Unauthorized'));
    });
    space.on('connection', (socket) => this.#join(socket));
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  emit(event: string, ...args: unknown[]): void {
    for (const socket of this.sockets) socket.emit(event, ...args);
  }

  /** The JSON text of an event and its arguments, past the package's own writer. */
  write(json: string): void {
    for (const { conn } of this.sockets) conn.write(`2${this.#namespace},${json}`);
  }

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
    this.arrivals++;
    this.sockets.add(socket);
    socket.on('disconnect', () => this.sockets.delete(socket));
    if (this.answers === 'twice') {
      // The packages answer once only, so the packets are made by hand.
      socket.ack =
        (id) =>
        (...data) => {
          for (let time = 0; time < 2; time++) socket.packet({ type: 3, id, data });
        };
    }
    socket.on('add', (...args) => this.#add(args));
    socket.on('tell', (...args) => this.received.push(args));
    socket.on('ask', () => socket.emit('question', 'which?', (...args: unknown[]) => this.received.push(args)));
  }

  #add(args: unknown[]): void {
    const acknowledge = args.pop() as Acknowledge;
    const sum = args.reduce((total: number, each) => total + (typeof each === 'number' ? each : 0), 0);
    const answer = () => acknowledge(sum, args);
    if (this.answers === 'late') setTimeout(answer, 300);
    else if (this.answers !== 'never') answer();
  }
}
