import type { Fact } from '../../preload/contract/index.ts';
import type { Refusal } from '../refusal.ts';

export { diagnoseSocketIo } from './socket-io/diagnosis.ts';
export { openSocketIo } from './socket-io/opening.ts';
export { probeGeneration } from './socket-io/probe.ts';

/** Client generation: 2 speaks Engine.IO 3, 4 speaks Engine.IO 4. */
export type Generation = 2 | 4;

export interface SocketIoAddress {
  /** Origin only: `https://host:port`. `ws:` and `wss:` are taken as `http:` and `https:`. */
  url: URL;
  namespace: string;
  /** Engine path, `/socket.io` by default. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  generation: Generation | 'auto';
  /** Sent in the CONNECT packet; generation 4 only. */
  auth?: Record<string, unknown>;
}

export interface SocketIoListener {
  /** The transport is up, the namespace is being asked for. */
  reached(): void;
  /**
   * Every event, registered or not, with all its arguments. `answer` where the server asks for an acknowledgement; it
   * throws a Refusal when the line is gone. Events may come before the promise of the line is settled. An
   * acknowledgement that nobody asked for comes as the event `acknowledgement`, its number before its arguments.
   */
  event(name: string, args: unknown[], answer?: (...args: unknown[]) => void): void;
  /** The open line is gone. Not called after `close()`. */
  lost(refusal: Refusal): void;
}

export interface SocketIoLine {
  readonly generation: Generation;
  /** Facts for a note: generation, transport, session id. */
  readonly facts: Fact[];
  /**
   * Sends now or throws a Refusal; nothing is kept for later. Bytes may stand at any depth.
   * `acknowledged` gets every argument, every time the server sends them (a faulty one may do so twice).
   */
  emit(event: string, args: unknown[], acknowledged?: (args: unknown[]) => void): void;
  close(): void;
}
