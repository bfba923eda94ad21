import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SelfSigned } from './certificate.ts';
import { FrameWatch, frameLimit } from './frame-watch.ts';

export interface RunningServer {
  port: number;
  /** Cuts every TCP connection, as a failing network would. */
  cut(): void;
  close(): Promise<void>;
}

/** WebSockets on any path of 127.0.0.1, without compression; frames larger than 16 KiB end the line with 1009. */
export async function openServer(options: {
  port: number;
  identity: SelfSigned | undefined;
  join(socket: WebSocket, path: string, stream: Duplex): void;
}): Promise<RunningServer> {
  const { port, identity, join } = options;
  const http = identity ? createSecureServer({ key: identity.key, cert: identity.certificate }) : createServer();
  const lines = new Set<Socket>();
  http.on('connection', (line: Socket) => {
    lines.add(line.on('error', () => {}));
    line.once('close', () => lines.delete(line));
  });
  http.on('request', (_, response) => {
    response.writeHead(426, { 'content-type': 'text/plain' }).end('This address speaks WebSocket only.\n');
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // Before the reader of `ws`, so that nothing of such a frame is answered any more.
      const watch = new FrameWatch(() => refuse(socket));
      stream.prependListener('data', (bytes: Buffer) => watch.read(bytes));
      join(socket, new URL(request.url ?? '/', 'http://localhost').pathname, stream);
    });
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const cut = () => {
    for (const line of lines) line.destroy();
  };
  return {
    port: (http.address() as AddressInfo).port,
    cut,
    close: async () => {
      if (!http.listening) return;
      const closed = new Promise<void>((resolve) => http.once('close', resolve));
      http.close();
      cut();
      await closed;
    },
  };
}

function refuse(socket: WebSocket): void {
  socket.removeAllListeners('message');
  socket.close(1009, `A frame has at most ${frameLimit} bytes`);
}
