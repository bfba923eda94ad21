/** The little of socket.io 2.5 that emulators use; the package brings no types. */
declare module 'socket.io-2' {
  import type { Server as HttpServer } from 'node:http';

  interface Socket {
    readonly conn: { write(text: string): unknown };
    handshake: { headers: Record<string, string | string[] | undefined>; query: Record<string, unknown> };
    emit(event: string, ...args: unknown[]): unknown;
    on(event: string, listener: (...args: unknown[]) => void): unknown;
  }
  interface Namespace {
    use(middleware: (socket: Socket, next: (error?: Error) => void) => void): unknown;
    on(event: 'connection', listener: (socket: Socket) => void): unknown;
  }
  interface Server {
    of(namespace: string): Namespace;
    close(done?: () => void): void;
  }
  export default function createServer(
    server: HttpServer,
    options: { serveClient: boolean; maxHttpBufferSize: number },
  ): Server;
}
