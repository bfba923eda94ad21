import type { Fault } from '../../preload/contract/index.ts';
import type { Playback } from './playback.ts';

/** A local server that speaks a service's protocol. Listens on 127.0.0.1 only. */
export interface Emulator {
  /** What clients connect to. */
  readonly url: string;
  readonly title: string;
  /** Accounts it knows, as profiles of the demo. */
  readonly accounts: readonly Account[];
  readonly playback: Playback;
  /** Begins the personas' talk. */
  talk(): void;
  commit(fault: Fault): Promise<void>;
  stop(): Promise<void>;
}

export interface Account {
  name: string;
  /** Settings of the service's schema, secret fields included. */
  settings: Record<string, unknown>;
  /** Settings that name the profile of another account, listed before this one: that account's name by field. */
  profiles?: Record<string, string>;
  keys: { kind: 'identity' | 'peer'; address: string; certificate: string; privateKey?: string }[];
}

/** Port 0: any free one. `options` are the emulator's own, as given on the command line. */
export type StartEmulator = (options: { port: number; [option: string]: unknown }) => Promise<Emulator>;
