import type { Fact } from '../../preload/contract/index.ts';
import type { Refusal } from '../refusal.ts';

export { diagnoseWebSocket } from './websocket/diagnosis.ts';
export { WebSocketClosed } from './websocket/failure.ts';
export { openWebSocket } from './websocket/line.ts';

export interface WebSocketAddress {
  /** `ws:` or `wss:` (`http:` and `https:` are taken for them), with path and query. */
  url: URL;
  /** Subprotocols that are offered; one must then be chosen by the server. */
  protocols: string[];
  /** For the handshake, after the network's own. */
  headers: Record<string, string>;
  /** Milliseconds of silence after which a ping is sent, and again until the line is called dead; 0 for never. */
  heartbeat: number;
  /** Bytes of the largest frame that is sent, at least 1; longer messages go in fragments. Absent: one frame a message. */
  frameLimit?: number;
}

/** What a line tells; all but `reached` after the promise of the line is settled. */
export interface WebSocketListener {
  /** The server was reached, and is asked to open a WebSocket. */
  reached(): void;
  /** Text as a string; where it is not UTF-8 with U+FFFD for what is not, and `raw` has the bytes. */
  message(data: string | Uint8Array, raw?: Uint8Array): void;
  /** It has been answered with a pong. */
  ping(data: Uint8Array): void;
  pong(data: Uint8Array): void;
  /** The heartbeat has sent a ping of its own. */
  pinged?(data: Uint8Array): void;
  /** The open line is gone; a {@link WebSocketClosed} where the server closed it. Not called after `close()`. */
  lost(refusal: Refusal): void;
}

export interface WebSocketLine {
  /** For a note: address, subprotocol, notable headers of the answer. */
  readonly facts: Fact[];
  /**
   * Sends now or throws a Refusal. Text frames for a string, binary frames for bytes. `frameLimit`: for this message,
   * in place of the address's.
   */
  send(data: string | Uint8Array, frameLimit?: number): void;
  /** At most 125 bytes. */
  ping(data: Uint8Array): void;
  pong(data: Uint8Array): void;
  /**
   * Stops reading from the server until `resume()`: what it sends then waits on its side. Meanwhile the heartbeat
   * rests, and a loss is noticed late.
   */
  pause(): void;
  resume(): void;
  /**
   * `code` 1000 by default, `reason` at most 123 bytes; throws a Refusal, and closes nothing, for others. The server is
   * left a second to answer. May be called twice.
   */
  close(code?: number, reason?: string): void;
}
