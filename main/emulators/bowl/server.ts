import { createServer } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { User } from './people.ts';
import { answerRest, type Office } from './rest.ts';

/** Default of `maxHttpBufferSize` in socket.io 4, which the real server leaves as it is. */
const limit = 1_000_000;

export interface RunningServer {
  port: number;
  /** Cuts every TCP connection, as a failing network would. */
  cut(): void;
  close(): Promise<void>;
}

/** HTTP and Socket.IO 4 on 127.0.0.1, under one prefix; clients of version 2 are let in too. */
export async function openServer(
  office: Office,
  options: { port: number; join: (socket: Socket, user: User) => void },
): Promise<RunningServer> {
  const http = createServer((request, response) => void answerRest(request, response, office));
  const lines = new Set<TcpSocket>();
  http.on('connection', (line) => {
    lines.add(line.on('error', () => {}));
    line.once('close', () => lines.delete(line));
  });
  const path = `${office.prefix}/socket.io`;
  const io = new Server(http, { path, serveClient: false, allowEIO3: true, maxHttpBufferSize: limit });
  io.use((socket, next) => next(userOf(socket, office) ? undefined : new Error('Invalid auth token!')));
  io.on('connection', (socket) => {
    const user = userOf(socket, office);
    if (user) options.join(socket, user);
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject).listen(options.port, '127.0.0.1', resolve);
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
      void io.close();
      cut();
      await closed;
    },
  };
}

/** Of the token in the header; no other place is looked at. */
function userOf({ handshake }: Socket, { tokens, people, conditions }: Office): User | undefined {
  return conditions.refuse ? undefined : people.get(tokens.read(handshake.headers.token));
}
