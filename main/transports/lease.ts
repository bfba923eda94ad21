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
    socket.on('close', () => this.#sockets.delete(socket));
    if (this.#stop.signal.aborted) socket.destroy();
  }

  /** Gives up what is being connected and cuts what is open. */
  cut(): void {
    this.#stop.abort();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Cuts likewise, but leaves the server a second to end what is open. */
  finish(): void {
    this.#stop.abort();
    if (this.#sockets.size === 0) return;
    const timer = setTimeout(() => this.cut(), 1000);
    for (const socket of this.#sockets) {
      socket.on('close', () => {
        if (this.#sockets.size === 0) clearTimeout(timer);
      });
    }
  }
}
