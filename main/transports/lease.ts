import { Agent, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Refusal } from '../refusal.ts';
import { failure } from './failure.ts';

type Connected = (error: Error | null, socket: Duplex) => void;

/**
 * The network's agent, lent to one line or exchange: keeps hold of what was connected for it, so that all of it can be
 * given up at any moment, and of why something was not connected, which the Socket.IO clients do not tell.
 */
export class Lease extends Agent {
  /** See RouteAgent. */
  readonly protocol = undefined;
  /** The latest. */
  failure: Refusal | undefined;
  readonly #agent: Agent;
  readonly #place: string;
  readonly #stop = new AbortController();
  readonly #sockets = new Set<Duplex>();
  #whenEmpty: () => void = () => {};

  constructor(agent: Agent, place: string) {
    super();
    this.#agent = agent;
    this.#place = place;
  }

  override createConnection(options: ClientRequestArgs, connected?: Connected): undefined {
    this.#agent.createConnection({ ...options, signal: this.#stop.signal }, (error, socket) => {
      if (error) this.failure = failure(error, this.#place);
      else this.#keep(socket);
      connected?.(error, socket);
    });
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('error', (error) => {
      this.failure = failure(error, this.#place);
    });
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.#whenEmpty();
    });
    if (this.#stop.signal.aborted) socket.destroy();
  }

  /** Gives up what is being connected and cuts what is open. */
  cut(): void {
    this.#stop.abort();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Cuts likewise, but leaves a second to tell the server, for which a new connection may be needed, and it to end. */
  finish(): void {
    if (this.#sockets.size === 0) {
      this.#stop.abort();
      return;
    }
    const timer = setTimeout(() => this.cut(), 1000);
    this.#stop.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    this.#whenEmpty = () => this.cut();
  }
}
