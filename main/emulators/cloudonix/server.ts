import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Connection, createServer as createSockJs } from 'sockjs';
import { z } from 'zod';
import type { Conditions } from '../conditions.ts';
import { admittedWith, guard, sessionOf } from './gate.ts';
import type { CloudonixOptions } from './options.ts';
import type { Subscriber } from './subscriber.ts';
import type { Tokens } from './tokens.ts';

export const prefix = '/messaging';
/** Where subscribers get a token. No public page says how: path, body and answer are assumed. */
export const tokenPath = '/token';

export interface RunningServer {
  port: number;
  /** Cuts every TCP connection, as a failing network would. */
  cut(): void;
  /** The most bytes that wait for one client. */
  waiting(): number;
  close(): Promise<void>;
}

interface Handlers {
  options: CloudonixOptions;
  conditions: Conditions;
  tokens: Tokens;
  subscribers: ReadonlyMap<string, Subscriber>;
  join(connection: Connection, subscriber: Subscriber): void;
}

/** HTTP with the tokens' place, and SockJS behind the guard, on 127.0.0.1. */
export async function openServer(handlers: Handlers): Promise<RunningServer> {
  const { options, conditions, tokens, subscribers, join } = handlers;
  const http = createServer((request, response) => void answer(request, response, handlers));
  const sockets = new Set<Socket>();
  http.on('connection', (socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.once('close', () => sockets.delete(socket));
  });
  const sessions = new Set<string>();
  const sockjs = createSockJs({
    prefix,
    websocket: options.websocket === 'on',
    heartbeat_delay: options.heartbeat * 1000,
    log: () => {},
  });
  sockjs.on('connection', (connection) => {
    const session = sessionOf(connection.url);
    if (session !== undefined) sessions.add(session);
    connection.on('close', () => sessions.delete(session ?? ''));
    const subscriber = subscribers.get(tokens.owner(admittedWith(connection.url)) ?? '');
    if (subscriber) join(connection, subscriber);
    else connection.close();
  });
  sockjs.installHandlers(http);
  // Sessions that are open already stay open while new ones are refused.
  const isNew = (path: string) => !sessions.has(sessionOf(path) ?? '');
  guard(http, {
    prefix,
    place: options.token,
    admits: (token, path) => tokens.owner(token) !== undefined && !(conditions.refuse && isNew(path)),
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (http.address() as AddressInfo).port,
    cut,
    waiting: () => Math.max(0, ...[...sockets].map(({ writableLength }) => writableLength)),
    close: async () => {
      if (!http.listening) return;
      const closed = new Promise((resolve) => http.close(resolve));
      cut();
      await closed;
    },
  };
}

const login = z.object({ subscriber: z.string(), password: z.string() });

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { subscribers, tokens }: Handlers,
): Promise<void> {
  const reply = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (request.url !== tokenPath) return reply(404, { error: 'There is nothing here.' });
  if (request.method !== 'POST') return reply(405, { error: 'POST a subscriber and a password.' });
  const given = login.safeParse(await body(request));
  const subscriber = given.success ? subscribers.get(given.data.subscriber) : undefined;
  if (!given.success) return reply(400, { error: 'A subscriber and a password are needed.' });
  if (subscriber?.password !== given.data.password) return reply(401, { error: 'Subscriber or password is wrong.' });
  reply(200, {
    subscriber: subscriber.id,
    authorization: { tokens: [{ type: 'bearer', value: tokens.issue(subscriber.id) }] },
  });
}

async function body(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await text(request));
  } catch {
    return undefined;
  }
}
