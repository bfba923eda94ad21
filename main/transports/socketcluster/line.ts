import type { IncomingMessage } from 'node:http';
import type { AGClientSocket } from 'socketcluster-client';
import type { Fact } from '../../../preload/contract/index.ts';
import { type Refusal, refusalOf } from '../../refusal.ts';
import { deadline } from '../deadline.ts';
import { notOpen, stopped } from '../failure.ts';
import { Lease } from '../lease.ts';
import type { Network } from '../network.ts';
import type {
  SocketClusterAddress,
  SocketClusterAnswer,
  SocketClusterLine,
  SocketClusterListener,
} from '../socketcluster.ts';
import { refusedAddress } from '../websocket/failure.ts';
import { Calls } from './calls.ts';
import { createClient } from './client.ts';
import { lineLost, lost, notOpened, otherVersion, refusedSubscription, refusedUpgrade, talkative } from './failure.ts';
import { type Cid, type Frame, readFrames, writeFrame } from './frames.ts';
import { Handshake } from './handshake.ts';
import { Incoming } from './incoming.ts';

/** How servers of each protocol version ping. */
const pings = { 1: '#1', 2: '' };

export class Line implements SocketClusterLine {
  readonly #address: SocketClusterAddress;
  readonly #place: string;
  readonly #listener: SocketClusterListener;
  readonly #lease: Lease;
  readonly #client: AGClientSocket;
  readonly #handshake: Handshake;
  readonly #calls: Calls;
  readonly #incoming: Incoming;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #gone: (refusal: Refusal) => void = () => {};
  #error: Error | undefined;

  constructor(address: SocketClusterAddress, network: Network, listener: SocketClusterListener) {
    this.#address = address;
    this.#place = address.url.host;
    this.#listener = listener;
    this.#lease = new Lease(network.agent, this.#place);
    this.#handshake = new Handshake(this.#place);
    this.#calls = new Calls(this.#place, address.answerTimeout);
    this.#incoming = new Incoming(listener, this.#calls, (cid) => this.#answer(cid));
    this.#client = createClient(
      address,
      this.#lease,
      { ...network.headers, ...address.headers },
      {
        encode: (packet) => this.#handshake.sent(packet),
        decode: (message) => this.#read(message),
      },
    );
  }

  get facts(): Fact[] {
    return [{ name: 'Protocol version', value: String(this.#address.protocolVersion) }, ...this.#handshake.facts];
  }

  /** Once. Rejects with a {@link Refusal}; nothing is left of the line then. */
  open(signal: AbortSignal, timeout: number): Promise<void> {
    if (signal.aborted) return Promise.reject(stopped());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (refusal: Refusal) => {
      callOff();
      this.#end();
      this.#lease.cut();
      reject(refusal);
    };
    const callOff = deadline(this.#place, signal, timeout, fail);
    this.#gone = fail;
    void this.#client
      .listener('connect')
      .once()
      .then(() => {
        if (this.#state !== 'opening') return;
        callOff();
        this.#opened();
        resolve();
      });
    void this.#client
      .listener('close')
      .once()
      .then(({ code, reason }) => this.#closed(code, reason ?? ''));
    this.#connect();
    return promise;
  }

  #connect(): void {
    try {
      this.#client.connect();
    } catch (error) {
      this.#gone(refusedAddress(error, this.#place));
      return;
    }
    const socket = this.#client.transport?.socket;
    socket?.on('open', () => this.#listener.reached());
    socket?.on('error', (error) => {
      this.#error = error;
    });
    // With a listener, `ws` leaves it to us to end the attempt.
    socket?.on('unexpected-response', (_, answer) => void this.#refused(answer));
  }

  async #refused(answer: IncomingMessage): Promise<void> {
    const refusal = await refusedUpgrade(answer, this.#address.url);
    if (this.#state === 'opening') this.#gone(refusal);
  }

  #opened(): void {
    this.#state = 'open';
    this.#gone = (refusal) => this.#lose(refusal);
    this.#incoming.release();
    const { invalid } = this.#handshake;
    if (invalid === undefined) return;
    this.#listener.authenticated({ authenticated: false, token: null, error: invalid });
  }

  #closed(code: number, reason: string): void {
    if (this.#state === 'closed') return;
    const { announced } = this.#incoming;
    const loss = { code, reason, announced, error: this.#error, underneath: this.#lease.failure };
    this.#gone(this.#state === 'opening' ? notOpened(loss, this.#place) : lost(loss));
  }

  /** Tells the client the answer to its handshake, and nothing else. Must not throw: the process would end. */
  #read(message: unknown): unknown[] {
    if (this.#state === 'closed') return [];
    const other = this.#address.protocolVersion === 1 ? 2 : 1;
    if (message === pings[other]) {
      this.#goneSoon(otherVersion(other));
      return [];
    }
    return readFrames(message).flatMap((frame) => {
      if (this.#handshake.answeredBy(frame)) return this.#shaken(frame);
      if (!this.#incoming.take(frame)) this.#goneSoon(talkative(this.#place));
      return [];
    });
  }

  #shaken(frame: Frame & { kind: 'answer' }): object[] {
    try {
      return [this.#handshake.read(frame)];
    } catch (error) {
      this.#goneSoon(refusalOf(error));
      return [];
    }
  }

  /** The client is in the midst of reading. */
  #goneSoon(refusal: Refusal): void {
    queueMicrotask(() => this.#state === 'closed' || this.#gone(refusal));
  }

  transmit(event: string, data: unknown): void {
    this.#send({ event, data });
  }

  invoke(event: string, data: unknown, again?: (answer: SocketClusterAnswer) => void): Promise<SocketClusterAnswer> {
    const { cid, answer } = this.#calls.ask(again);
    try {
      this.#send({ event, data, cid });
    } catch (error) {
      this.#calls.giveUp(cid, refusalOf(error));
      throw error;
    }
    return answer;
  }

  async subscribe(channel: string, data?: unknown): Promise<void> {
    const { error } = await this.invoke('#subscribe', { channel, data });
    if (error !== undefined && error !== null) throw refusedSubscription(channel, error);
  }

  unsubscribe(channel: string): void {
    this.transmit('#unsubscribe', channel);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#incoming.drop();
    this.#end();
    this.#lease.finish();
  }

  #answer(cid: Cid): (value: unknown, error?: unknown) => void {
    return (data, error) => this.#send({ rid: cid, error, data });
  }

  /** Not by the client's own events: on a closed line they would connect it again. */
  #send(packet: Readonly<Record<string, unknown>>): void {
    const socket = this.#client.transport?.socket;
    if (this.#state !== 'open' || !socket || socket.readyState !== socket.OPEN) throw notOpen();
    this.#client.send(writeFrame(packet));
  }

  #lose(refusal: Refusal): void {
    this.#incoming.finish();
    this.#end();
    this.#lease.cut();
    this.#listener.lost(refusal);
  }

  #end(): void {
    this.#state = 'closed';
    this.#calls.lineLost(lineLost());
    if (this.#client.transport) this.#client.disconnect();
    this.#client.killAllListeners();
  }
}
