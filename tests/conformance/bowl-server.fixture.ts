import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { Server, type Socket } from 'socket.io';

export const prefix = '/v1-peer';
export const account = { email: 'ada@example.com', password: 'Correct-h0rse' };
export const contact = 'ben@example.com';
const token = 'a.good.token';

const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'der' })
  .toString('base64');

/** A Bowl server on the real package: what it is told, and how it misbehaves, is up to the test. */
export class BowlServer {
  answers: 'once' | 'twice' | 'never' | 'late' = 'once';
  /** Lines let in that did not leave of their own accord. One counts when it has left polling, where 50 MB take a minute. */
  arrivals = 0;
  readonly #http: HttpServer;
  readonly #io: Server;
  readonly #lines = new Set<TcpSocket>();
  readonly #sockets = new Set<Socket>();

  static async start({ port = 0, ping }: { port?: number; ping?: number } = {}): Promise<BowlServer> {
    const server = new BowlServer(ping);
    await new Promise<void>((resolve) => server.#http.listen(port, '127.0.0.1', resolve));
    return server;
  }

  constructor(ping: number | undefined) {
    this.#http = createServer(async (request, response) => {
      const { status, body } = await answerHttp(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    this.#http.on('connection', (line) => {
      this.#lines.add(line.on('error', () => {}));
      line.once('close', () => this.#lines.delete(line));
    });
    const pace = ping === undefined ? {} : { pingInterval: ping, pingTimeout: ping };
    this.#io = new Server(this.#http, { path: `${prefix}/socket.io`, serveClient: false, allowEIO3: true, ...pace });
    this.#io.use(({ handshake }, next) => {
      next(handshake.headers.token === token ? undefined : new Error('Invalid auth token!'));
    });
    this.#io.on('connection', (socket) => this.#join(socket));
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  emit(event: string, ...args: unknown[]): void {
    for (const socket of this.#sockets) socket.emit(event, ...args);
  }

  /** The JSON text of an event and its arguments, past the package's own writer. */
  write(json: string): void {
    for (const { conn } of this.#sockets) conn.write(`2${json}`);
  }

  cut(): void {
    for (const socket of this.#sockets) socket.data.cut = true;
    for (const line of this.#lines) line.destroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#http.once('close', resolve));
    void this.#io.close();
    this.cut();
    await closed;
  }

  #join(socket: Socket): void {
    this.#sockets.add(socket);
    const arrive = () => this.arrivals++;
    if (socket.conn.transport.name === 'websocket') arrive();
    else socket.conn.once('upgrade', arrive);
    socket.on('disconnect', () => {
      this.#sockets.delete(socket);
      if (socket.data.cut !== true && socket.conn.transport.name === 'websocket') this.arrivals--;
    });
    if (this.answers === 'twice') answerTwice(socket);
    socket.on('contactChatMessage', (_data: unknown, answer: (value: object) => void) => {
      if (this.answers === 'late') setTimeout(answer, 300, { status: 'OK' });
      else if (this.answers !== 'never') answer({ status: 'OK' });
    });
    socket.emit('onlineChats', { contacts: [contact], groups: [] });
  }
}

/** The package answers once only, so the packets are made by hand. */
function answerTwice(socket: Socket): void {
  const raw = socket as unknown as {
    ack: (id: number) => (...data: unknown[]) => void;
    packet: (packet: object) => void;
  };
  raw.ack =
    (id) =>
    (...data) => {
      for (let time = 0; time < 2; time++) raw.packet({ type: 3, id, data });
    };
}

async function answerHttp(request: IncomingMessage): Promise<{ status: number; body: object }> {
  let text = '';
  for await (const chunk of request) text += chunk;
  const failure = (msg: string) => ({ status: 400, body: { status: 'FAILURE', msg } });
  const success = (more: object) => ({ status: 200, body: { status: 'SUCCESS', msg: '', ...more } });
  const [path] = (request.url ?? '').split('?');
  switch (`${request.method} ${path}`) {
    case `POST ${prefix}/login`:
      if (JSON.parse(text).password !== account.password) return failure('Invalid credentials!');
      return success({ data: token, user: { publicKey, name: 'Ada' } });
    case `PUT ${prefix}/user/update`:
      return request.headers.authorization === token ? success({}) : failure('Invalid auth token!');
    case `GET ${prefix}/user/getUserDetails`:
      return success({ data: { public_key: publicKey, name: 'Ben' } });
    default:
      return { status: 404, body: { error: 'Cannot' } };
  }
}
