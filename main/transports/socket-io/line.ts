import type { Agent } from 'node:http';
import type { Fact } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import { deadline } from '../deadline.ts';
import { notOpen, stopped } from '../failure.ts';
import { Lease } from '../lease.ts';
import type { Generation, SocketIoAddress, SocketIoLine, SocketIoListener } from '../socket-io.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { weight, withBuffers } from './bytes.ts';
import {
  type ClientSocket,
  createClient,
  type EngineTransport,
  guardParser,
  type Packet,
  reservedEvents,
  type Transports,
} from './client.ts';
import {
  isOtherGeneration,
  isTransportError,
  lost,
  refusedGeneration,
  refusedNamespace,
  refusedTransport,
} from './failure.ts';

export class Line implements SocketIoLine {
  readonly generation: Generation;
  readonly #namespace: string;
  readonly #place: string;
  readonly #socket: ClientSocket;
  readonly #lease: Lease;
  readonly #listener: SocketIoListener;
  readonly #acknowledgements = new Acknowledgements();
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #error: unknown;
  #code: number | undefined;
  #sent = 0;

  constructor(
    address: SocketIoAddress,
    generation: Generation,
    transports: Transports,
    network: { agent: Agent; headers: Readonly<Record<string, string>> },
    listener: SocketIoListener,
  ) {
    this.generation = generation;
    this.#namespace = address.namespace;
    this.#place = address.url.host;
    this.#listener = listener;
    this.#lease = new Lease(network.agent, this.#place);
    this.#socket = createClient(address, generation, transports, this.#lease, {
      ...network.headers,
      ...address.headers,
    });
    this.#socket.onevent = (packet) => this.#event(packet);
    this.#socket.onack = (packet) => this.#acknowledged(packet);
  }

  get facts(): Fact[] {
    return [
      { name: 'Socket.IO generation', value: String(this.generation) },
      { name: 'Transport', value: this.#socket.io.engine.transport.name },
      { name: 'Session', value: this.#socket.id ?? '' },
    ];
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
    const gone = (refusal: Refusal) => (this.#state === 'opening' ? fail(refusal) : this.#lose(refusal));
    this.#listen(gone, () => {
      callOff();
      resolve();
    });
    this.#connect(gone);
    return promise;
  }

  #listen(gone: (refusal: Refusal) => void, opened: () => void): void {
    const refused = (error: unknown) => {
      if (this.#state === 'opening') gone(this.#refusal(error));
    };
    this.#socket.on('connect_error', refused);
    this.#socket.on('error', refused);
    this.#socket.on('disconnect', (reason, error) => {
      gone(lost({ reason: String(reason), error: this.#error ?? error, code: this.#code, sent: this.#sent }));
    });
    this.#socket.on('connect', () => {
      if (this.#state !== 'opening') return;
      this.#state = 'open';
      opened();
    });
  }

  #connect(gone: (refusal: Refusal) => void): void {
    const manager = this.#socket.io;
    manager.on('open', this.#reached);
    guardParser(manager, (error) => gone(lost({ reason: 'parse error', error, code: undefined, sent: 0 })));
    this.#socket.connect();
    manager.engine.on('error', (error: unknown) => {
      this.#error = error;
    });
    manager.engine.on('upgrade', this.#watch);
    // Both clients then leave polling paused for good: a line that says nothing until its heartbeat is missed.
    manager.engine.on('upgradeError', (error: unknown) => {
      if (manager.engine.upgrading) gone(lost({ reason: 'upgrade error', error, code: this.#code, sent: 0 }));
    });
  }

  readonly #reached = (): void => {
    this.#watch(this.#socket.io.engine.transport);
    this.#listener.reached();
  };

  /** The clients keep the code to themselves that says why a WebSocket was closed. */
  readonly #watch = ({ ws }: EngineTransport): void => {
    ws?.prependListener('close', (code) => {
      this.#code = code;
    });
  };

  #refusal(error: unknown): Refusal {
    if (isTransportError(error)) return refusedTransport(error, this.#place, this.generation, this.#lease.failure);
    if (this.generation === 4 && isOtherGeneration(error)) return refusedGeneration(error, this.#place);
    return refusedNamespace(error, this.#namespace);
  }

  #event({ id, data }: Packet): void {
    if (this.#state === 'closed' || !Array.isArray(data)) return;
    const [name, ...args] = data as unknown[];
    const answer = typeof id === 'number' ? this.#answer(id) : undefined;
    this.#listener.event(typeof name === 'string' ? name : JSON.stringify(name ?? null), args, answer);
  }

  #answer(id: number): (...args: unknown[]) => void {
    const answer = this.#socket.ack(id);
    return (...args) => {
      if (this.#state !== 'open') throw notOpen();
      answer(...args.map(withBuffers));
    };
  }

  #acknowledged({ id, data }: Packet): void {
    if (this.#state === 'closed' || typeof id !== 'number') return;
    delete this.#socket.acks[id];
    const args = Array.isArray(data) ? data : [data];
    const acknowledged = this.#acknowledgements.take(id);
    if (acknowledged) acknowledged(args);
    else this.#listener.event('acknowledgement', [id, ...args]);
  }

  emit(event: string, args: unknown[], acknowledged?: (args: unknown[]) => void): void {
    if (this.#state !== 'open' || !this.#socket.connected) throw notOpen();
    if (reservedEvents.has(event)) {
      const text = `Socket.IO keeps the event name "${event}" for itself.`;
      throw new Refusal({ code: 'protocol', text }, { retry: false });
    }
    const sent = args.map(withBuffers);
    this.#sent = weight(sent);
    if (acknowledged) {
      this.#acknowledgements.expect(this.#socket.ids, acknowledged);
      sent.push(() => {});
    }
    this.#socket.emit(event, ...sent);
    if (this.#socket.sendBuffer.length === 0) return;
    // Client 4 does this when the heartbeat is overdue.
    this.#socket.sendBuffer = [];
    throw notOpen();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#end();
    this.#lease.finish();
  }

  #lose(refusal: Refusal): void {
    if (this.#state !== 'open') return;
    this.#end();
    this.#lease.cut();
    this.#listener.lost(refusal);
  }

  #end(): void {
    this.#state = 'closed';
    this.#socket.off();
    this.#socket.io.off('open', this.#reached);
    this.#socket.disconnect();
  }
}
