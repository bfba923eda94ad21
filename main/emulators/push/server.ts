import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { attach, type Server, type ServerSocket } from 'socketcluster-server-9';
import type { Conditions } from '../conditions.ts';
import type { Later } from './later.ts';
import type { PushOptions } from './options.ts';
import { isAddress } from './visitors.ts';

export interface RunningServer {
  port: number;
  sockets(): ServerSocket[];
  publish(channel: string, message: unknown): void;
  /** Cuts every TCP connection, as a failing network would. */
  cut(): void;
  close(): Promise<void>;
}

interface Handlers {
  options: PushOptions;
  conditions: Conditions;
  later: Later;
  channel: string;
  /** Whether a subscription is refused. */
  bars(channel: string): boolean;
  connected(socket: ServerSocket): void;
  subscribed(channel: string): void;
}

/** A real SocketCluster 9 on 127.0.0.1. */
export async function openServer(handlers: Handlers): Promise<RunningServer> {
  const { options } = handlers;
  // What `listen` of the package answers to anything but WebSocket.
  const http = createServer((_, response) => response.writeHead(501).end('Not Implemented'));
  const lines = new Set<TcpSocket>();
  http.on('connection', (line) => {
    lines.add(line.on('error', () => {}));
    line.once('close', () => lines.delete(line));
  });
  const server = attach(http, { wsEngine: 'ws', pingInterval: options.ping, pingTimeout: options.ping * 2.5 });
  handle(server, handlers);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const cut = () => {
    for (const line of lines) line.destroy();
  };
  return {
    port: (http.address() as AddressInfo).port,
    sockets: () => Object.values(server.clients),
    publish: (channel, message) => server.exchange.publish(channel, message),
    cut,
    close: async () => {
      if (!http.listening) return;
      const closed = new Promise<void>((resolve) => http.once('close', resolve));
      server.close();
      http.close();
      cut();
      await closed;
    },
  };
}

function handle(server: Server, handlers: Handlers): void {
  const { conditions, later } = handlers;
  server.on('error', () => {});
  // An Error instead of a text would end the process: the package writes it into the response as if it were one.
  server.addMiddleware('handshake', (request, next) => next(refusalOf(request, handlers)));
  server.addMiddleware('subscribe', ({ channel }, next) => {
    if (conditions.silent) return;
    const barred = typeof channel !== 'string' || !isAddress(channel) || handlers.bars(channel);
    const answer = () => next(barred ? 'This session is not known' : undefined);
    if (conditions.slow === 0) answer();
    else later.after(conditions.slow, answer);
  });
  server.on('connection', handlers.connected);
  server.on('subscription', (_, channel) => handlers.subscribed(channel));
}

function refusalOf({ url = '' }: IncomingMessage, { conditions, channel }: Handlers): string | undefined {
  const { searchParams } = new URL(url, 'http://127.0.0.1');
  if (conditions.refuse) return 'No new connections are accepted at the moment';
  if (searchParams.get('channelUUID') !== channel) return 'The channelUUID is not known';
  if (!URL.canParse(searchParams.get('hostApi') ?? '')) return 'The hostApi is not a URL';
  return undefined;
}
