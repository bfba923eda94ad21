import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import createServer2 from 'socket.io-2';
import type { Conditions } from '../conditions.ts';
import type { Environment, Membership } from './environment.ts';
import type { Socket } from './line.ts';
import type { App2appOptions } from './options.ts';
import { answerRest } from './rest.ts';

/** Default of `maxHttpBufferSize` in socket.io 2.5.1 and 4.8; the vendor publishes no limit. */
const limit = 1_000_000;
const namespace = '/api/v1';

export interface RunningServer {
  port: number;
  /** Cuts every TCP connection, as a failing network would. */
  cut(): void;
  close(): Promise<void>;
}

interface Handlers {
  environment: Environment;
  conditions: Conditions;
  options: App2appOptions;
  join(socket: Socket, membership: Membership): void;
}

/** HTTP with REST, and Socket.IO of the generation asked for, on 127.0.0.1. */
export async function openServer(handlers: Handlers): Promise<RunningServer> {
  const { environment, conditions, options } = handlers;
  const http = createServer((request, response) => void answerRest(request, response, environment, conditions));
  const lines = new Set<TcpSocket>();
  http.on('connection', (line) => {
    lines.add(line.on('error', () => {}));
    line.once('close', () => lines.delete(line));
  });
  const end = options.generation === 2 ? attach2(http, handlers) : attach4(http, handlers);
  if (options.refusal === 'http') guard(http, ({ headers, url }) => admits(handlers, headers.authorization, url));
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
      end();
      cut();
      await closed;
    },
  };
}

function attach4(http: HttpServer, handlers: Handlers): () => void {
  const io = new Server(http, { serveClient: false, maxHttpBufferSize: limit });
  const space = io.of(namespace);
  space.use((socket, next) => next(refusalOf(socket, handlers)));
  space.on('connection', (socket) => enter(socket, handlers));
  return () => void io.close();
}

function attach2(http: HttpServer, handlers: Handlers): () => void {
  const io = createServer2(http, { serveClient: false, maxHttpBufferSize: limit });
  const space = io.of(namespace);
  space.use((socket, next) => next(refusalOf(socket, handlers)));
  space.on('connection', (socket) => enter(socket, handlers));
  return () => io.close();
}

function membershipOf({ handshake }: Socket, { environment }: Handlers): Membership | undefined {
  const { authorization } = handshake.headers;
  return environment.authorise(typeof authorization === 'string' ? authorization : undefined);
}

function refusalOf(socket: Socket, handlers: Handlers): Error | undefined {
  const admitted = !handlers.conditions.refuse && membershipOf(socket, handlers);
  return admitted ? undefined : new Error('Unauthorized');
}

function enter(socket: Socket, handlers: Handlers): void {
  const membership = membershipOf(socket, handlers);
  if (membership) handlers.join(socket, membership);
}

/** Lines that are open already (`sid`) stay open while new ones are refused. */
function admits({ environment, conditions }: Handlers, authorization: string | undefined, url = ''): boolean {
  const isNew = !/[?&]sid=/.test(url);
  return !(conditions.refuse && isNew) && environment.authorise(authorization) !== undefined;
}

/** Stands before Socket.IO's own listeners, as a gateway does: polling and websocket alike get a 401. */
function guard(http: HttpServer, admitted: (request: IncomingMessage) => boolean): void {
  const behind = http.listeners('request');
  const upgrades = http.listeners('upgrade');
  http.removeAllListeners('request').removeAllListeners('upgrade');
  http.on('request', (request, response) => {
    if (request.url?.startsWith('/socket.io') && !admitted(request)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="app2app"', 'content-type': 'application/json' });
      response.end('{"error":"Unauthorized"}');
    } else for (const listener of behind) listener.call(http, request, response);
  });
  http.on('upgrade', (request, line: Duplex, head) => {
    if (!admitted(request)) line.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else for (const listener of upgrades) listener.call(http, request, line, head);
  });
}
