import type { Fact } from '../../preload/contract/index.ts';
import type { Refusal } from '../refusal.ts';

export { diagnoseSockJs } from './sockjs-diagnosis.ts';
export { openSockJs } from './sockjs-line.ts';

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

export interface SockJsListener {
  /** `<base>/info` was answered well. */
  reached(): void;
  message(text: string): void;
  /** The server's heartbeat: an `h` frame, or a WebSocket ping. */
  heartbeat(): void;
  /** The open line is gone; the reason has the close code and its text. Not called after `close()`. */
  lost(refusal: Refusal): void;
}

export interface SockJsLine {
  /** For a note: transport in use, what `/info` said. */
  readonly facts: Fact[];
  /** Sends now or throws a Refusal. */
  send(text: string): void;
  /** May be called twice. */
  close(code?: number, reason?: string): void;
}
