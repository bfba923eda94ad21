import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Fact } from '../../../preload/contract/index.ts';
import type { Refusal } from '../../refusal.ts';
import { deadline } from '../deadline.ts';
import { notOpen, stopped } from '../failure.ts';
import { Heartbeat } from '../heartbeat.ts';
import { Lease } from '../lease.ts';
import type { Network } from '../network.ts';
import type { WebSocketAddress, WebSocketLine, WebSocketListener } from '../websocket.ts';
import { dialWebSocket } from './client.ts';
import { brokenOff, flooded, refusedHandshake, silent, unsendable, WebSocketClosed } from './failure.ts';
import { answerFacts, refusedAnswer } from './handshake.ts';

/** RFC 6455, 5.5 and 5.5.1: a control frame has 125 bytes, of which a close frame's code takes two. */
const controlLimit = 125;
const reasonLimit = 123;

/**
 * One attempt at one line; it never reconnects by itself. `timeout`: milliseconds until the WebSocket is open. Rejects
 * with a {@link Refusal}; nothing is left of the line then.
 */
export async function openWebSocket(
  address: WebSocketAddress,
  network: Network,
  listener: WebSocketListener,
  { signal, timeout }: { signal: AbortSignal; timeout: number },
): Promise<WebSocketLine> {
  if (signal.aborted) throw stopped();
  const line = new Line(address, network, listener);
  await line.open(signal, timeout);
  return line;
}

class Line implements WebSocketLine {
  readonly #address: WebSocketAddress;
  readonly #listener: WebSocketListener;
  readonly #lease: Lease;
  readonly #socket: WebSocket;
  readonly #heartbeat: Heartbeat;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #paused = false;
  #answer: IncomingMessage | undefined;
  #error: Error | undefined;

  constructor(address: WebSocketAddress, network: Network, listener: WebSocketListener) {
    this.#address = address;
    this.#listener = listener;
    this.#lease = new Lease(network.agent, address.url.host);
    this.#heartbeat = new Heartbeat(
      address.heartbeat,
      () => this.#beat(),
      () => this.#lose(silent()),
    );
    const reached = () => this.#state === 'opening' && listener.reached();
    const dialled = { ...address, headers: { ...network.headers, ...address.headers } };
    this.#socket = dialWebSocket(dialled, this.#lease, reached).on('upgrade', (answer) => {
      this.#answer = answer;
    });
  }

  get facts(): Fact[] {
    const { host, pathname, protocol } = new URL(this.#socket.url);
    return [
      { name: 'Address', value: `${protocol}//${host}${pathname}` },
      { name: 'Subprotocol', value: this.#socket.protocol || 'none' },
      ...(this.#answer ? answerFacts(this.#answer) : []),
    ];
  }

  /** Once. Rejects with a {@link Refusal}; nothing is left of the line then. */
  open(signal: AbortSignal, timeout: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const callOff = deadline(this.#address.url.host, signal, timeout, (refusal) => fail(refusal));
    const fail = (refusal: Refusal) => {
      callOff();
      if (this.#state !== 'opening') return;
      this.#cut();
      reject(refusal);
    };
    this.#socket.on('unexpected-response', (_, answer) => {
      void refusedAnswer(answer, this.#address.url).then(fail);
    });
    this.#socket.on('error', (error) => {
      this.#error ??= error;
      if (this.#state === 'opening') fail(this.#refusal(error));
    });
    this.#socket.on('open', () => {
      if (this.#state !== 'opening') return;
      callOff();
      this.#opened();
      resolve();
    });
    return promise;
  }

  send(data: string | Uint8Array, frameLimit = this.#address.frameLimit ?? Number.POSITIVE_INFINITY): void {
    this.#check();
    const binary = typeof data !== 'string';
    const weight = binary ? data.byteLength : Buffer.byteLength(data);
    if (weight <= frameLimit) {
      this.#socket.send(data);
      return;
    }
    const bytes = binary ? data : Buffer.from(data);
    for (let start = 0; start < weight; start += frameLimit) {
      const end = start + frameLimit;
      this.#socket.send(bytes.subarray(start, end), { binary, fin: end >= weight });
    }
  }

  ping(data: Uint8Array): void {
    this.#check(data);
    this.#socket.ping(data);
  }

  pong(data: Uint8Array): void {
    this.#check(data);
    this.#socket.pong(data);
  }

  pause(): void {
    if (this.#state !== 'open') return;
    this.#paused = true;
    this.#heartbeat.stop();
    this.#socket.pause();
  }

  resume(): void {
    if (this.#state !== 'open') return;
    this.#paused = false;
    this.#heartbeat.start();
    this.#socket.resume();
  }

  close(code = 1000, reason = ''): void {
    if (this.#state !== 'open') return;
    checkFarewell(code, reason);
    this.#end();
    this.#socket.close(code, reason);
    // What still comes is read and dropped, so that the server's farewell is found behind it.
    this.#socket.resume();
    this.#lease.finish();
  }

  #opened(): void {
    this.#state = 'open';
    this.#socket.on('message', (data, binary) => this.#message(data as Buffer, binary));
    this.#socket.on('ping', (data) => this.#pinged(data));
    this.#socket.on('pong', (data) => this.#state === 'open' && this.#listener.pong(data));
    this.#socket.on('close', (code, reason) => this.#lose(this.#loss(code, reason.toString())));
    // Bytes are signs of life also where a large message takes long to be whole.
    this.#answer?.socket.on('data', () => this.#heartbeat.heard());
    // A server that ends its half and reads nothing either would hold the connection for ever.
    this.#answer?.socket.on('end', () => this.#lease.finish());
    this.#heartbeat.start();
    // What came together with the handshake waits until the promise of the line is settled.
    this.#socket.pause();
    setImmediate(() => this.#paused || this.#socket.resume());
  }

  #message(data: Buffer, binary: boolean): void {
    if (this.#state !== 'open') return;
    if (binary) this.#listener.message(data);
    else if (isUtf8(data)) this.#listener.message(data.toString());
    else this.#listener.message(data.toString(), data);
  }

  #pinged(data: Buffer): void {
    if (this.#state !== 'open') return;
    // What `ws` does when too many pongs wait: it ends the line without an error (observed on ws 8.23.0).
    if (this.#socket.readyState === WebSocket.OPEN) this.#listener.ping(data);
    else this.#lose(flooded());
  }

  #beat(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const nothing = new Uint8Array();
    this.#socket.ping(nothing);
    this.#listener.pinged?.(nothing);
  }

  #check(control?: Uint8Array): void {
    if (this.#state !== 'open' || this.#socket.readyState !== WebSocket.OPEN) throw notOpen();
    if (control && control.byteLength > controlLimit) throw unsendable('A ping or pong takes 125 bytes at most.');
  }

  #refusal(error: Error): Refusal {
    const offered = this.#address.protocols;
    const chosen = this.#answer?.headers['sec-websocket-protocol'];
    const mishap = { error, underneath: this.#lease.failure, offered, chosen };
    return refusedHandshake(mishap, this.#address.url.host);
  }

  #loss(code: number, words: string): Refusal {
    // What `ws` itself makes of a line that ends without a close frame (RFC 6455, 7.1.5).
    if (this.#error || code === 1006) return brokenOff(this.#error, this.#lease.failure);
    return new WebSocketClosed(code, words);
  }

  #lose(refusal: Refusal): void {
    if (this.#state !== 'open') return;
    this.#cut();
    this.#listener.lost(refusal);
  }

  #cut(): void {
    this.#end();
    this.#socket.terminate();
    this.#lease.cut();
  }

  #end(): void {
    this.#state = 'closed';
    this.#heartbeat.stop();
  }
}

function checkFarewell(code: number, reason: string): void {
  const reserved = code === 1004 || code === 1005 || code === 1006;
  if (!Number.isInteger(code) || reserved || code < 1000 || code > 4999 || (code > 1014 && code < 3000)) {
    throw unsendable(`A WebSocket cannot be closed with code ${code}.`);
  }
  if (Buffer.byteLength(reason) > reasonLimit) throw unsendable('The reason of a close takes 123 bytes at most.');
}
