import type { DiagnosisStep } from '../../preload/contract/index.ts';
import type { Refusal } from '../refusal.ts';
import type { Network } from './network.ts';

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
  /** Every event, registered or not, with all its arguments. `answer` where the server asks for an acknowledgement. */
  event(name: string, args: unknown[], answer?: (...args: unknown[]) => void): void;
  /** The open line is gone. */
  lost(refusal: Refusal): void;
}

export interface SocketIoLine {
  readonly generation: Generation;
  /** Facts for a note: generation, transport, session id. */
  readonly facts: { name: string; value: string }[];
  /** `acknowledged` gets every argument, every time the server sends them (a faulty one may do so twice). */
  emit(event: string, args: unknown[], acknowledged?: (args: unknown[]) => void): void;
  close(): void;
}

/** One attempt at one line; it never reconnects by itself. */
export declare function openSocketIo(
  address: SocketIoAddress,
  network: Network,
  listener: SocketIoListener,
  options: { signal: AbortSignal; timeout: number },
): Promise<SocketIoLine>;

export declare function probeGeneration(
  address: SocketIoAddress,
  network: Network,
  signal: AbortSignal,
): Promise<{ generation: Generation | undefined; status: number; body: string }>;

export declare function diagnoseSocketIo(
  address: SocketIoAddress,
  network: Network,
  signal: AbortSignal,
): AsyncIterable<DiagnosisStep>;
