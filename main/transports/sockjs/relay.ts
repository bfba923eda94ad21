import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Refusal } from '../../refusal.ts';
import { failure } from '../failure.ts';
import { requestTo } from '../http.ts';
import { Lease } from '../lease.ts';
import type { Network } from '../network.ts';
import { messageLimit } from '../websocket/failure.ts';
import { refusedAnswer } from '../websocket/handshake.ts';
import { Cookies } from './cookies.ts';
import { brokenOff, tooLarge } from './failure.ts';
import { endToEnd, openingOf } from './headers.ts';
import { below, type Info } from './info.ts';
import { FrameStream } from './stream.ts';

/** Milliseconds that are left to a WebSocket to say goodbye. */
const farewell = 1000;

export interface RelayListener {
  /** What a streamed or polled answer brought. WebSockets are left to sockjs-client. */
  frame(frame: string | Uint8Array): void;
  /** The server sent something. */
  heard(): void;
  /** What the server or the network made of a request; sockjs-client is only told that it failed. */
  failed(transport: string, refusal: Refusal): void;
}

const transports = new Map([
  ['websocket', 'websocket'],
  ['xhr_streaming', 'xhr-streaming'],
  ['xhr', 'xhr-polling'],
  ['xhr_send', 'sending'],
]);

/** What sockjs-client asks for, and nothing else (sockjs-protocol 0.3.3, “Session URLs”). */
const sessionPath = /^\/\d{3}\/[a-z0-5]{8}\/(websocket|xhr_streaming|xhr|xhr_send)$/;

/** One request of sockjs-client that is passed on. */
interface Errand {
  transport: string;
  url: URL;
}

/**
 * A server on 127.0.0.1 for one line of sockjs-client, which can be given neither headers nor an agent: passes its
 * requests on to the real server, by way of the profile's network. It answers to those who know its path only.
 */
export class Relay {
  readonly #secret = randomBytes(16).toString('hex');
  readonly #server = createServer();
  readonly #sockets = new Set<Socket>();
  readonly #lease: Lease;
  readonly #headers: Record<string, string>;
  readonly #cookies = new Cookies();
  readonly #info: Info;
  readonly #listener: RelayListener;
  #host = '';

  constructor(info: Info, headers: Record<string, string>, network: Network, listener: RelayListener) {
    this.#info = info;
    this.#headers = { ...network.headers, ...headers };
    this.#lease = new Lease(network.agent, info.base.host);
    this.#listener = listener;
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {}));
    });
    this.#server.on('request', (request, response) => this.#request(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The base for sockjs-client. */
  get url(): string {
    return `http://${this.#host}/${this.#secret}`;
  }

  /** What a connection to the server failed with; the latest. */
  get failure(): Refusal | undefined {
    return this.#lease.failure;
  }

  /** Ends everything at once. */
  cut(): void {
    this.#server.close();
    this.#lease.cut();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends likewise, but leaves both sides a second to end what is open. */
  finish(): void {
    this.#server.close();
    this.#lease.finish();
    if (this.#sockets.size === 0) return;
    const timer = setTimeout(() => this.cut(), farewell);
    for (const socket of this.#sockets) {
      socket.on('close', () => this.#sockets.size === 0 && clearTimeout(timer));
    }
  }

  /** The path below our own; none for strangers. */
  #pathOf({ url = '', headers }: IncomingMessage): string | undefined {
    const given = Buffer.from(url.slice(1, 1 + this.#secret.length));
    const known = given.length === this.#secret.length && timingSafeEqual(given, Buffer.from(this.#secret));
    return known && headers.host === this.#host ? url.slice(1 + this.#secret.length) : undefined;
  }

  #errandOf(path: string | undefined): Errand | undefined {
    const transport = transports.get(sessionPath.exec(path ?? '')?.[1] ?? '');
    return path !== undefined && transport !== undefined ? { transport, url: below(this.#info.base, path) } : undefined;
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    const path = this.#pathOf(request);
    const errand = this.#errandOf(path);
    if (errand && errand.transport !== 'websocket') this.#forward(errand, request, response);
    // Asked for already, and checked.
    else if (path === '/info') response.end(JSON.stringify({ websocket: this.#info.websocket }));
    else response.writeHead(404, { connection: 'close' }).end();
  }

  #forward(errand: Errand, request: IncomingMessage, response: ServerResponse): void {
    const headers = { ...endToEnd(request.headers), ...this.#cookies.addTo(this.#headers) };
    const far = requestTo(errand.url, { method: request.method ?? 'POST', headers, agent: this.#lease });
    const fail = (refusal: Refusal) => {
      if (response.destroyed) return;
      this.#listener.failed(errand.transport, refusal);
      response.destroy();
    };
    response.on('close', () => far.destroy());
    far.on('error', (error) => fail(failure(error, errand.url.host)));
    far.on('response', (answer) => {
      const { statusCode = 0, headers } = answer;
      this.#cookies.take(headers);
      if (statusCode >= 300) {
        void refusedAnswer(answer, errand.url).then(fail);
        return;
      }
      // sockjs-client would wait for the end for ever.
      answer.on('error', () => {}).on('close', () => answer.complete || fail(brokenOff(this.failure?.reason.detail)));
      if (statusCode === 200 && errand.transport !== 'sending') this.#read(answer, response, fail);
      else answer.pipe(response.writeHead(statusCode, endToEnd(headers)));
    });
    request.pipe(far);
  }

  /** All that sockjs-client is told of such an answer is its end: then it asks for the next one. */
  #read(answer: IncomingMessage, response: ServerResponse, fail: (refusal: Refusal) => void): void {
    const stream = new FrameStream(messageLimit, (frame) => response.destroyed || this.#listener.frame(frame));
    answer.on('data', (chunk: Buffer) => {
      this.#listener.heard();
      if (!stream.take(chunk)) fail(tooLarge(messageLimit));
    });
    answer.on('end', () => {
      stream.end();
      response.end();
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => {});
    const errand = this.#errandOf(this.#pathOf(request));
    if (errand?.transport !== 'websocket') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    const headers = { ...endToEnd(request.headers), ...this.#headers, connection: 'Upgrade', upgrade: 'websocket' };
    const far = requestTo(errand.url, { method: 'GET', headers, agent: this.#lease });
    const fail = (refusal: Refusal) => {
      if (socket.destroyed) return;
      this.#listener.failed(errand.transport, refusal);
      socket.destroy();
    };
    socket.on('close', () => far.destroy());
    far.on('error', (error) => fail(failure(error, errand.url.host)));
    far.on('response', (answer) => void refusedAnswer(answer, errand.url).then(fail));
    far.on('upgrade', (answer, behind, first) => {
      socket.write(openingOf(answer));
      this.#join(socket, head, behind, first);
    });
    far.end();
  }

  #join(socket: Duplex, head: Buffer, behind: Duplex, first: Buffer): void {
    behind.on('error', () => {});
    behind.on('data', () => this.#listener.heard());
    // What has come is still written.
    behind.on('close', () => socket.end());
    socket.on('close', () => behind.destroy());
    if (socket.destroyed) behind.destroy();
    if (first.length > 0) socket.write(first);
    if (head.length > 0) behind.write(head);
    behind.pipe(socket);
    socket.pipe(behind);
  }
}
