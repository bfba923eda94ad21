import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export const authorization = 'Bearer open sesame';

/** A WebSocket server on the real package, at /chat, which answers pings as it is told. */
export class Peer {
  readonly sockets = new Set<WebSocket>();
  readonly requests: IncomingMessage[] = [];
  readonly messages: (string | Buffer)[] = [];
  readonly pongs: string[] = [];
  /** Codes and reasons that clients closed with. */
  readonly farewells: string[] = [];
  answers: 'once' | 'twice' | 'never' | 'late' = 'once';
  readonly #http: HttpServer = createServer((_, response) => response.writeHead(404).end('Not found'));
  readonly #lines = new Set<TcpSocket>();
  readonly #server = new WebSocketServer({
    noServer: true,
    autoPong: false,
    perMessageDeflate: false,
    handleProtocols: (offered) => offered.has('chat') && 'chat',
  });

  static async start(port = 0): Promise<Peer> {
    const peer = new Peer();
    await new Promise<void>((resolve) => peer.#http.listen(port, '127.0.0.1', resolve));
    return peer;
  }

  constructor() {
    this.#http.on('connection', (line) => {
      this.#lines.add(line.on('error', () => {}));
      line.once('close', () => this.#lines.delete(line));
    });
    this.#http.on('upgrade', (request, socket, head) => {
      const path = request.url?.split('?')[0];
      const status = path !== '/chat' ? 404 : request.headers.authorization !== authorization ? 401 : 101;
      if (status === 101) this.#server.handleUpgrade(request, socket, head, (client) => this.#join(client, request));
      else socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\n\r\nNobody knows you`);
    });
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  send(data: string | Buffer): void {
    for (const socket of this.sockets) socket.send(data);
  }

  cut(): void {
    for (const line of this.#lines) line.destroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    this.#server.close();
    this.cut();
    await closed;
  }

  #join(client: WebSocket, request: IncomingMessage): void {
    this.requests.push(request);
    this.sockets.add(client);
    client.on('close', (code, reason) => {
      this.sockets.delete(client);
      this.farewells.push(`${code} ${reason}`);
    });
    client.on('message', (data, binary) => this.messages.push(binary ? (data as Buffer) : data.toString()));
    client.on('pong', (data) => this.pongs.push(data.toString()));
    client.on('ping', (data) => this.#answer(client, data));
  }

  #answer(client: WebSocket, data: Buffer): void {
    if (this.answers === 'late') setTimeout(() => client.pong(data), 300);
    else for (let time = { once: 1, twice: 2, never: 0 }[this.answers]; time > 0; time--) client.pong(data);
  }
}
