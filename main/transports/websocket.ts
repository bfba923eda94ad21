import type { Fact } from '../../preload/contract/index.ts';
import type { Refusal } from '../refusal.ts';

export { diagnoseWebSocket } from './websocket-diagnosis.ts';
export { openWebSocket } from './websocket-line.ts';

export interface WebSocketAddress {
  /** `ws:` or `wss:`, with path and query. */
  url: URL;
  /** Subprotocols that are offered; one must then be chosen by the server. */
  protocols: string[];
  /** For the handshake, after the network's own. */
  headers: Record<string, string>;
  /** Milliseconds of silence after which a ping is sent, and again until the line is called dead; 0 for never. */
  heartbeat: number;
  /** Bytes of the largest frame that is sent; longer messages go in fragments. Absent: one frame a message. */
  frameLimit?: number;
}

export interface WebSocketListener {
  /** The server was reached, and is asked to open a WebSocket. */
  reached(): void;
  /** Text as a string, also where it is not UTF-8; bytes as bytes. */
  message(data: string | Uint8Array): void;
  ping(data: Uint8Array): void;
  pong(data: Uint8Array): void;
  /** The open line is gone; the reason has the close code and its text. Not called after `close()`. */
  lost(refusal: Refusal): void;
}

export interface WebSocketLine {
  /** For a note: subprotocol, extensions, address, notable headers of the answer. */
  readonly facts: Fact[];
  /** Sends now or throws a Refusal. Text frames for a string, binary frames for bytes. */
  send(data: string | Uint8Array): void;
  /** At most 125 bytes. */
  ping(data: Uint8Array): void;
  pong(data: Uint8Array): void;
  /** Stops reading from the server until `resume()`: what it sends then waits on its side. */
  pause(): void;
  resume(): void;
  /** `code` 1000 by default; the server is left a second to answer. May be called twice. */
  close(code?: number, reason?: string): void;
}
