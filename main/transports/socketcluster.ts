import type { Fact } from '../../preload/contract/index.ts';
import type { Refusal } from '../refusal.ts';

export { diagnoseSocketCluster } from './socketcluster/diagnosis.ts';
export { openSocketCluster } from './socketcluster/opening.ts';

export interface SocketClusterAddress {
  /** `ws:`, `wss:`, `http:` or `https:`, with the path (`/socketcluster/` by default). */
  url: URL;
  /** In the handshake's query. */
  query: Record<string, string>;
  /** For the handshake, after the network's own. */
  headers: Record<string, string>;
  /** 1 for servers up to version 14, 2 for later ones. */
  protocolVersion: 1 | 2;
  /** A JWT given in the handshake. */
  authToken?: string;
  /** Milliseconds that the answer to a call may take. */
  answerTimeout: number;
}

export interface SocketClusterListener {
  /** The WebSocket is open, the handshake is sent. */
  reached(): void;
  /**
   * Every event of the server, registered or not, other than those below; `#disconnect` too. `answer` where it is a
   * call: answers it with a value, or with an error; throws a Refusal when the line is gone. Whatever the server sends
   * is told in its order: after the promise of the line is settled, and after that of an answer that came before it.
   */
  event(name: string, data: unknown, answer?: (value: unknown, error?: unknown) => void): void;
  /** Published on a channel. */
  published(channel: string, data: unknown): void;
  /** The server put us out of one channel, or out of all (`channel` absent). */
  kickedOut(channel: string | undefined, message: string): void;
  /** The server set or removed our token, or it became invalid. */
  authenticated(state: { authenticated: boolean; token: string | null; error?: unknown }): void;
  /** A frame that is none of the above and no answer: raw. */
  odd(frame: unknown): void;
  /** The open line is gone; the reason has the close code and what the server gave as its reason. Not called after `close()`. */
  lost(refusal: Refusal): void;
}

/** What came back for a call: both slots as the server filled them, an absent one `undefined`. */
export interface SocketClusterAnswer {
  error: unknown;
  data: unknown;
}

export interface SocketClusterLine {
  /** For a note: socket id, protocol version, ping timeout, whether authenticated. */
  readonly facts: Fact[];
  /** Sends now or throws a Refusal; not answered. The protocol's own events, such as `#publish`, are sent likewise. */
  transmit(event: string, data: unknown): void;
  /**
   * Likewise; resolves with the answer whichever slot it is in. Rejects with a Refusal when it does not come. `again`
   * is told answers that come after the first, or too late; without it they are odd.
   */
  invoke(event: string, data: unknown, again?: (answer: SocketClusterAnswer) => void): Promise<SocketClusterAnswer>;
  /** Rejects with a Refusal that says the server's own words. `data` goes with the request. */
  subscribe(channel: string, data?: unknown): Promise<void>;
  unsubscribe(channel: string): void;
  /** May be called twice. */
  close(): void;
}
