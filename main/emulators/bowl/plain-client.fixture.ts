import { createRequire } from 'node:module';
import { io as connect4 } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import type { BowlEmulator } from '../bowl.ts';

/** For tests: the bare client packages and fetch, none of our own client. */
export interface PlainClient {
  readonly received: { event: string; args: unknown[] }[];
  of(event: string): unknown[];
  /** Emits with an acknowledgement asked for, and answers it. */
  ask(event: string, data: unknown): Promise<unknown>;
  tell(event: string, data: unknown): void;
  close(): void;
}

interface Socket {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  disconnect(): unknown;
}
type Connect = (url: string, options: object) => Socket;
const connect2 = createRequire(import.meta.url)('socket.io-client-2') as Connect;

const events = [
  ...['connect', 'disconnect', 'connect_error', 'error', 'onlineChats', 'online', 'offline', 'contactChatMessage'],
  ...['groupChatMessage', 'contactRequestReceived', 'groupRequestReceived', 'newGroupMember', 'globalChatMessage'],
];

export type Generation = 2 | 4;

export function plainClient(
  url: string,
  options: {
    prefix: string;
    headers?: Record<string, string>;
    auth?: object;
    generation?: Generation;
    transports?: string[];
  },
): PlainClient {
  const connect: Connect = options.generation === 2 ? connect2 : connect4;
  const socket = connect(url, {
    path: `${options.prefix}/socket.io`,
    extraHeaders: options.headers ?? {},
    auth: options.auth,
    forceNew: true,
    // Without it version 2 takes Node's own WebSocket, which carries no headers.
    forceNode: true,
    reconnection: false,
    ...(options.transports && { transports: options.transports }),
  });
  const received: PlainClient['received'] = [];
  for (const event of events) socket.on(event, (...args) => received.push({ event, args }));
  const close = () => void socket.disconnect();
  onTestFinished(close);
  return {
    received,
    of: (event) => received.filter((one) => one.event === event).map(({ args }) => args[0]),
    ask: (event, data) => new Promise((resolve) => socket.emit(event, data, resolve)),
    tell: (event, data) => void socket.emit(event, data),
    close,
  };
}

/** One HTTP call; answers its status and envelope. */
export async function call(
  { url, accounts }: Pick<BowlEmulator, 'url' | 'accounts'>,
  method: string,
  path: string,
  { body, token }: { body?: object; token?: string } = {},
) {
  const answer = await fetch(`${url}${accounts[0]?.settings.prefix}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: token }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const envelope: Record<string, unknown> = answer.headers.get('content-type')?.startsWith('application/json')
    ? JSON.parse(text)
    : {};
  return { status: answer.status, text, envelope };
}
