import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

type Message = Record<string, unknown>;

export const account = { app: 'console', domain: 'example.com', sip: 'john.doe', password: 'hunter2-7rX' };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** One client's line, as the test sees it. */
export interface PeerLine {
  socket: WebSocket;
  stream: Duplex;
  /** Everything it sent, as text. */
  texts: string[];
  /** The session key, once it is let in. */
  key: string;
  send(message: Message): void;
}

export interface PeerOptions {
  port?: number;
  /** What stands in `AppChallengeResult`; the challenge is the digits of it. */
  challenge?: Message;
  /** What becomes of a login, right or wrong; by default it is judged by its digest. */
  login?: 'judge' | 'silent close' | 'never';
}

/** An AppWebsocket server on plain `ws`: what it is told, and how it misbehaves, is up to the test. */
export class Peer {
  readonly lines = new Set<PeerLine>();
  /** Lines it has let in, with those that are gone. */
  readonly joined: PeerLine[] = [];
  /** What becomes of requests of lines that are let in; those to the base protocol are always answered. */
  answers: 'once' | 'twice' | 'never' | 'late' = 'once';
  /** Answers instead of an empty result. */
  onRequest: (line: PeerLine, message: Message) => boolean = () => false;
  readonly #http: Server;
  readonly #tcp = new Set<Socket>();
  readonly #options: PeerOptions;

  static async start(options: PeerOptions = {}): Promise<Peer> {
    const peer = new Peer(options);
    await new Promise<void>((resolve) => peer.#http.listen(options.port ?? 0, '127.0.0.1', resolve));
    return peer;
  }

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#http = createServer((_, response) => response.writeHead(404).end());
    this.#http.on('connection', (line) => {
      this.#tcp.add(line.on('error', () => {}));
      line.once('close', () => this.#tcp.delete(line));
    });
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    this.#http.on('upgrade', (request, stream, head) => {
      if (request.url === '/nowhere') {
        stream.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, stream, head, (socket) => this.#join(socket, stream));
    });
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/PBX0/APPS/websocket`;
  }

  /** To everyone who is let in. */
  send(message: Message): void {
    this.write(JSON.stringify(message));
  }

  /** Text as it is. */
  write(text: string): void {
    for (const { socket, key } of this.lines) if (key) socket.send(text);
  }

  /** In one write, so that all of it comes at once. */
  together(messages: Message[]): void {
    for (const { stream } of this.lines) stream.cork();
    for (const message of messages) this.send(message);
    for (const { stream } of this.lines) stream.uncork();
  }

  /** Cuts every connection, as a failing network would. */
  cut(): void {
    for (const line of this.#tcp) line.destroy();
  }

  async stop(): Promise<void> {
    if (!this.#http.listening) return;
    const closed = new Promise<void>((resolve) => this.#http.once('close', resolve));
    this.#http.close();
    this.cut();
    await closed;
  }

  #join(socket: WebSocket, stream: Duplex): void {
    const line: PeerLine = {
      socket,
      stream,
      texts: [],
      key: '',
      send: (message) => socket.send(JSON.stringify(message)),
    };
    const answers = this.answers;
    this.lines.add(line);
    socket.on('error', () => {});
    socket.on('close', () => this.lines.delete(line));
    socket.on('message', (data) => {
      line.texts.push(String(data));
      this.#received(line, JSON.parse(String(data)), answers);
    });
  }

  #received(line: PeerLine, message: Message, answers: Peer['answers']): void {
    const { challenge = { challenge: '8201653944' }, login = 'judge' } = this.#options;
    if (message.mt === 'AppChallenge') line.send({ mt: 'AppChallengeResult', ...challenge });
    else if (message.mt !== 'AppLogin') this.#answer(line, message, answers);
    else if (login === 'silent close') line.socket.close(1000);
    else if (login === 'judge') this.#judge(line, message, String(challenge.challenge));
  }

  #judge(line: PeerLine, login: Message, challenge: string): void {
    const { app, domain, sip, guid, dn, info } = login;
    const secret = 'sysClient' in (this.#options.challenge ?? {}) ? '' : account.password;
    const extra = info === undefined ? [] : [JSON.stringify(info)];
    const expected = sha256([app, domain, sip, guid, dn, ...extra, challenge, secret].join(':'));
    if (login.digest === expected && domain === account.domain) {
      line.key = sha256(`innovaphoneAppSessionKey:${challenge}:${secret}`);
      this.joined.push(line);
      line.send({ mt: 'AppLoginResult', ok: true });
    } else {
      line.send({ mt: 'AppLoginResult', error: 7, errorText: 'Login failed' });
      line.socket.close(1000);
    }
  }

  #answer(line: PeerLine, message: Message, answers: Peer['answers']): void {
    if (answers === 'never' || this.onRequest(line, message)) return;
    const { mt, api, src } = message;
    const result = { mt: `${mt}Result`, ...(api !== undefined && { api }), ...(src !== undefined && { src }) };
    if (answers === 'late') setTimeout(() => line.send(result), 300);
    else for (let time = 0; time < (answers === 'twice' ? 2 : 1); time++) line.send(result);
  }
}
