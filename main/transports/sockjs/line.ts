import type { Fact } from '../../../preload/contract/index.ts';
import type { Refusal } from '../../refusal.ts';
import { deadline } from '../deadline.ts';
import { notOpen, stopped } from '../failure.ts';
import { Heartbeat } from '../heartbeat.ts';
import type { Network } from '../network.ts';
import type { SockJsAddress, SockJsLine, SockJsListener } from '../sockjs.ts';
import { messageLimit } from '../websocket/failure.ts';
import { Client, type Transport } from './client.ts';
import {
  type Attempt,
  brokenOff,
  noTransport,
  notOpened,
  notSockJs,
  noWebSocket,
  SockJsClosed,
  sessionLost,
  silent,
  spoiled,
  whileOpen,
} from './failure.ts';
import { type Frame, readFrame } from './frame.ts';
import { askInfo, type Info } from './info.ts';
import { openRaw } from './raw.ts';
import { Relay } from './relay.ts';

const inOrder: Transport[] = ['websocket', 'xhr-streaming', 'xhr-polling'];

/**
 * One attempt at one line; it never reconnects by itself. `timeout`: milliseconds until the line is open, shared by the
 * transports that are tried. Rejects with a {@link Refusal}; nothing is left of the line then.
 */
export async function openSockJs(
  address: SockJsAddress,
  network: Network,
  listener: SockJsListener,
  { signal, timeout }: { signal: AbortSignal; timeout: number },
): Promise<SockJsLine> {
  if (signal.aborted) throw stopped();
  const { transport } = address;
  if (transport === 'raw-websocket') return openRaw(address, network, listener, { signal, timeout });
  const start = performance.now();
  const info = await askInfo(address, network, { signal, timeout });
  if (transport === 'websocket' && !info.websocket) throw noWebSocket();
  listener.reached();
  const line = new Line(address, info, network, listener);
  await line.open(signal, Math.max(1, timeout - (performance.now() - start)));
  return line;
}

class Line implements SockJsLine {
  readonly #address: SockJsAddress;
  readonly #info: Info;
  readonly #listener: SockJsListener;
  readonly #relay: Relay;
  readonly #heartbeat: Heartbeat;
  readonly #attempts: Attempt[] = [];
  #client: Client | undefined;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #facts: Fact[] = [];
  /** What came together with the opening: it is told after the promise of the line is settled. */
  #early: Frame[] | undefined;
  #opened = (): void => {};
  #failed = (_: Refusal): void => {};

  constructor(address: SockJsAddress, info: Info, network: Network, listener: SockJsListener) {
    this.#address = address;
    this.#info = info;
    this.#listener = listener;
    this.#relay = new Relay(info, address.headers, network, {
      frame: (frame) => this.#frame(frame),
      heard: () => this.#heartbeat.heard(),
      failed: (transport, refusal) => this.#refused(transport, refusal),
    });
    this.#heartbeat = new Heartbeat(
      address.patience / 2,
      () => this.#client?.ping(),
      () => this.#lose(silent()),
    );
  }

  get facts(): Fact[] {
    return this.#facts;
  }

  /** Once. Rejects with a {@link Refusal}; nothing is left of the line then. */
  async open(signal: AbortSignal, timeout: number): Promise<void> {
    await this.#relay.listen();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const callOff = deadline(this.#info.base.host, signal, timeout, (refusal) => this.#failed(refusal));
    this.#opened = () => {
      callOff();
      resolve();
    };
    this.#failed = (refusal) => {
      if (this.#state !== 'opening') return;
      callOff();
      this.#cut();
      reject(refusal);
    };
    if (signal.aborted) this.#failed(stopped());
    else this.#start(timeout);
    return promise;
  }

  send(text: string): void {
    if (this.#state !== 'open' || !this.#client?.open) throw notOpen();
    this.#client.send(text);
  }

  close(): void {
    if (this.#state !== 'open') return;
    this.#end();
    this.#relay.finish();
  }

  #start(timeout: number): void {
    const { transport } = this.#address;
    const transports = inOrder.filter((name) => transport === 'auto' || transport === name);
    const options = { transports, timeout: timeout / transports.length, limit: messageLimit };
    this.#client = new Client(this.#relay.url, options, {
      frame: (frame) => this.#frame(frame),
      ping: () => this.#state === 'open' && this.#listener.heartbeat(),
      tried: (name, code, words) => this.#tried(name, code, words),
      closed: (code, words) => this.#closed(code, words),
    });
  }

  #frame(raw: string | Uint8Array): void {
    const frame = readFrame(raw);
    if (this.#state === 'opening') this.#first(frame, raw);
    else if (this.#early) this.#early.push(frame);
    else this.#read(frame);
  }

  /** Nothing but `o` opens a session; a server may close it instead. */
  #first(frame: Frame, raw: string | Uint8Array): void {
    if (frame.says === 'filler' || frame.says === 'heartbeat') return;
    if (frame.says === 'closed') this.#failed(new SockJsClosed(frame.code, frame.words));
    else if (frame.says === 'open') this.#open();
    else this.#failed(notSockJs(this.#info.base.host, String(raw)));
  }

  #open(): void {
    this.#state = 'open';
    this.#client?.opened();
    this.#facts = [{ name: 'Transport', value: this.#client?.transport ?? '' }, ...this.#info.facts];
    this.#heartbeat.start();
    this.#early = [];
    setImmediate(() => this.#readEarly());
    this.#opened();
  }

  #readEarly(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const frame of early) this.#read(frame);
  }

  #read(frame: Frame): void {
    if (this.#state !== 'open') return;
    if (frame.says === 'open') this.#lose(sessionLost());
    else if (frame.says === 'closed') this.#lose(new SockJsClosed(frame.code, frame.words));
    else if (frame.says === 'heartbeat') this.#listener.heartbeat();
    else if (frame.says === 'nothing') this.#listener.message(frame.text, frame.oddity);
    else if (frame.says === 'messages') {
      for (const text of frame.texts) if (this.#state === 'open') this.#listener.message(text);
    }
  }

  /** By the server or the network, as the relay saw it. */
  #refused(transport: string, refusal: Refusal): void {
    if (this.#state === 'opening') this.#attempts.push({ transport, refusal });
    else this.#lose(whileOpen(refusal));
  }

  #tried(transport: string, code: number, words: string): void {
    const known = this.#attempts.some((attempt) => attempt.transport === transport);
    if (this.#state !== 'opening' || known) return;
    this.#attempts.push({ transport, refusal: notOpened(transport, code, words) });
  }

  #closed(code: number, words: string): void {
    if (this.#state === 'opening') this.#failed(noTransport(this.#attempts));
    else this.#lose(this.#loss(code, words));
  }

  #loss(code: number, words: string): Refusal {
    const error = this.#client?.error;
    if (error) return spoiled(error, messageLimit);
    // sockjs-client's code for a line that ended without a farewell; 1002 also stands for codes that it does not know.
    if (code === 1006) return brokenOff(this.#relay.failure?.reason.detail ?? words);
    return new SockJsClosed(code === 1002 ? 1000 : code, words);
  }

  #lose(refusal: Refusal): void {
    this.#readEarly();
    if (this.#state !== 'open') return;
    this.#cut();
    this.#listener.lost(refusal);
  }

  #cut(): void {
    this.#end();
    this.#relay.cut();
  }

  #end(): void {
    this.#state = 'closed';
    this.#heartbeat.stop();
    this.#client?.close();
  }
}
