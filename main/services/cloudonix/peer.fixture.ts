import { randomUUID } from 'node:crypto';
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Connection, createServer as createSockJs } from 'sockjs';

export interface PeerOptions {
  port?: number;
  /** Milliseconds between two heartbeats. */
  heartbeat?: number;
}

type Fields = { type?: unknown; id?: string; name?: string };

/** An API.Messaging service on the real sockjs package: what it is told, and how it misbehaves, is up to the test. */
export class Peer {
  /** Those that let in. */
  readonly tokens = new Set(['XIfirst-token-of-the-peer']);
  readonly connections = new Set<Connection>();
  readonly received: Fields[] = [];
  /** `Authorization` headers and bodies that the token command came with. */
  readonly commands: { authorization: string | undefined; contentType: string | undefined; body: string }[] = [];
  /** What the token command is answered with; the token in it lets in. */
  command: { status: number; body: string } | undefined;
  /** What becomes of acknowledgements and required answers. */
  answers: 'once' | 'twice' | 'never' | 'late' = 'once';
  arrivals = 0;
  readonly #http: HttpServer;
  readonly #sockets = new Set<Socket>();

  static async start(options: PeerOptions = {}): Promise<Peer> {
    const peer = new Peer(options);
    await new Promise<void>((resolve) => peer.#http.listen(options.port ?? 0, '127.0.0.1', resolve));
    return peer;
  }

  constructor({ heartbeat = 25_000 }: PeerOptions) {
    this.#http = createServer((request, response) => void this.#elsewhere(request, response));
    this.#http.on('connection', (socket) => {
      this.#sockets.add(socket.on('error', () => {}));
      socket.once('close', () => this.#sockets.delete(socket));
    });
    const options = { prefix: '/messaging', log: () => {}, heartbeat_delay: heartbeat, disconnect_delay: 2000 };
    const sockjs = createSockJs(options);
    sockjs.on('connection', (connection) => this.#join(connection));
    sockjs.installHandlers(this.#http);
    this.#guard();
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get token(): string {
    return [...this.tokens][0] ?? '';
  }

  /** Any text to everyone connected. */
  write(text: string): void {
    for (const connection of this.connections) connection.write(text);
  }

  tell(message: object): void {
    this.write(JSON.stringify(message));
  }

  /** No token lets in any more, and lines end. */
  revoke(code = 3000): void {
    this.tokens.clear();
    for (const connection of this.connections) {
      (connection as unknown as { close(code: number, reason: string): void }).close(code, 'Unauthorized');
    }
  }

  /** Cuts every connection, as a failing network would. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    if (!this.#http.listening) return;
    const closed = new Promise((resolve) => this.#http.close(resolve));
    for (const connection of this.connections) connection.close();
    this.cut();
    await closed;
  }

  #join(connection: Connection): void {
    this.arrivals++;
    this.connections.add(connection);
    connection.on('close', () => this.connections.delete(connection));
    connection.on('data', (data: string) => {
      const message: Fields = JSON.parse(data);
      this.received.push(message);
      const { answers } = this;
      if (answers === 'never') return;
      if (answers === 'late') setTimeout(() => this.#answer(connection, message), 300);
      else for (let time = 0; time < (answers === 'twice' ? 2 : 1); time++) this.#answer(connection, message);
    });
  }

  /** The acknowledgement first: the protocol leaves the order open. */
  #answer(connection: Connection, { type, id, name }: Fields): void {
    const say = (message: object) => connection.write(JSON.stringify(message));
    say({ type: 'ack', id, 'reply-to': id, status: true });
    if (type === 'create-channel') say({ type: 'invitation', 'reply-to': id, 'channel-id': `ch-${name}`, name });
  }

  async #elsewhere(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url !== '/token') return void response.writeHead(404).end();
    const { authorization, 'content-type': contentType } = request.headers;
    this.commands.push({ authorization, contentType, body: await text(request) });
    const { status, body } = this.command ?? { status: 200, body: this.#newToken() };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }

  #newToken(): string {
    const token = `XI${randomUUID()}`;
    this.tokens.add(token);
    return JSON.stringify({ authorization: { tokens: [{ value: token }] } });
  }

  /** Says 401 before SockJS is reached. */
  #guard(): void {
    const [requests, upgrades] = [this.#http.listeners('request'), this.#http.listeners('upgrade')];
    this.#http.removeAllListeners('request').removeAllListeners('upgrade');
    const admits = ({ headers, url = '' }: IncomingMessage) => {
      const inQuery = new URL(url, 'http://peer').searchParams.get('access_token');
      const token = inQuery ?? headers.authorization?.replace('Bearer ', '');
      return !url.startsWith('/messaging') || this.tokens.has(token ?? '');
    };
    this.#http.on('request', (request, response) => {
      if (!admits(request)) response.writeHead(401).end('Unauthorized');
      else for (const listener of requests) listener.call(this.#http, request, response);
    });
    this.#http.on('upgrade', (request, socket, head) => {
      const refuse = (status: string) =>
        socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      if (!request.url?.startsWith('/messaging')) refuse('404 Not Found');
      else if (!admits(request)) refuse('401 Unauthorized');
      else for (const listener of upgrades) listener.call(this.#http, request, socket, head);
    });
  }
}
