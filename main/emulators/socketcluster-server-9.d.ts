/** The little of socketcluster-server 9.1 that is used; the package brings no types. */
declare module 'socketcluster-server-9' {
  import type { Server as HttpServer, IncomingMessage } from 'node:http';

  /** Answers a call: in the error slot if `error` is truthy, otherwise in the data slot. A second call throws. */
  type Respond = (error?: unknown, data?: unknown) => void;
  /** Goes on without an argument, refuses with one. */
  type Next = (refusal?: unknown) => void;

  interface ServerSocket {
    readonly id: string;
    /** The WebSocket beneath. */
    readonly socket: { readonly bufferedAmount: number };
    on(event: string, listener: (data: unknown, respond: Respond) => void): unknown;
    emit(event: string, data?: unknown, answered?: (error: unknown, data: unknown) => void): void;
    /** A frame as it is. */
    send(frame: string): void;
    subscriptions(): string[];
    kickOut(channel: string, message: string): void;
    disconnect(code: number, reason: string): void;
    setAuthToken(claims: object): void;
    deauthenticate(): void;
  }
  interface Server {
    readonly clients: Record<string, ServerSocket>;
    readonly exchange: { publish(channel: string, data: unknown): void };
    on(event: 'connection', listener: (socket: ServerSocket) => void): unknown;
    on(event: 'subscription', listener: (socket: ServerSocket, channel: string) => void): unknown;
    on(event: 'error', listener: (error: unknown) => void): unknown;
    addMiddleware(type: 'handshake', check: (request: IncomingMessage, next: Next) => void): void;
    addMiddleware(type: 'subscribe', check: (request: { channel: unknown }, next: Next) => void): void;
    close(): void;
  }
  export function attach(
    server: HttpServer,
    options: { wsEngine: 'ws'; pingInterval?: number; pingTimeout?: number },
  ): Server;
}
