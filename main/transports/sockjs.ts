import type { Fact } from '../../preload/contract/index.ts';
import type { Refusal } from '../refusal.ts';

export { diagnoseSockJs } from './sockjs/diagnosis.ts';
export { SockJsClosed } from './sockjs/failure.ts';
export { openSockJs } from './sockjs/line.ts';

/** How messages travel: the framed transports of SockJS in the order they are tried, or its raw WebSocket. */
export type SockJsTransport = 'auto' | 'websocket' | 'xhr-streaming' | 'xhr-polling' | 'raw-websocket';

export interface SockJsAddress {
  /** The base, `http:` or `https:` (`ws:` and `wss:` are taken as these), with its query; the query goes with every request. */
  url: URL;
  transport: SockJsTransport;
  /** For every request, after the network's own. */
  headers: Record<string, string>;
  /** Milliseconds of silence after which the line is called dead; 0 for never. SockJS servers beat every 25 s. */
  patience: number;
}

/** What is wrong with what came. */
export interface Oddity {
  /** A few plain words, such as `not a SockJS frame`. */
  why: string;
  /** Where it came as bytes. */
  bytes?: Uint8Array;
}

/** What a line tells; all but `reached` after the promise of the line is settled, unless the line is lost at once. */
export interface SockJsListener {
  /** `<base>/info` was answered well; of the raw WebSocket: the server was reached. */
  reached(): void;
  /** With an oddity, `text` is no message but all that came: a frame that SockJS has no meaning for, or bytes. */
  message(text: string, oddity?: Oddity): void;
  /** The server's heartbeat: an `h` frame, or a WebSocket ping. */
  heartbeat(): void;
  /**
   * The open line is gone; a {@link SockJsClosed} where the server closed it. `retry` is false where it no longer
   * accepts the credentials. Not called after `close()`.
   */
  lost(refusal: Refusal): void;
}

export interface SockJsLine {
  /** For a note: transport in use, what `/info` said. */
  readonly facts: Fact[];
  /** Sends now or throws a Refusal; the polling transports have it on its way within 25 ms or after the message before. */
  send(text: string): void;
  /** Code and reason reach the server by the raw WebSocket only. May be called twice. */
  close(code?: number, reason?: string): void;
}
