import type { Answer, Batch } from '../preload/contract/index.ts';
import type { Vault } from './keyring/vault.ts';

/** What the app needs from its host. */
export interface Ports {
  /** Folder of the user's data; made with mode 0700. */
  folder: string;
  version: string;
  vault: Vault;
  /** Script files of the three workers. */
  workers: { journal: string; crypto: string; emulator: string };
  /** Hands an `https:` link to the system, after a question where that is needed. */
  openLink(url: URL): Promise<void>;
  /** The host shows native menus. */
  menu: boolean;
  /** What the host itself has to tell the user. */
  notices: string[];
}

export interface App {
  /** One interface: its events go to `deliver`, its requests come through the answer. */
  connect(deliver: (batch: Batch) => void): Client;
  /** A native menu item was chosen. */
  choose(command: string): void;
  /** Closes connections, writes what is pending, ends the workers. */
  close(): Promise<void>;
}

export interface Client {
  /** Never rejects. `name` and `input` are not trusted. */
  request(name: unknown, input: unknown): Promise<Answer>;
  /** The interface is gone or reloaded: its views are closed. */
  close(): void;
}

/** Rejects when the user's data cannot be opened at all. */
export declare function createApp(ports: Ports): Promise<App>;
