import { createRequire } from 'node:module';
import { io as connect4 } from 'socket.io-client';
import type { Account, Emulator } from '../emulator.ts';

/** For tests: the bare client packages as anybody would use them, none of our own client. */
export interface PlainClient {
  readonly uri: string;
  /** Every event in order of arrival. */
  readonly received: { event: string; args: unknown[] }[];
  /** The arguments of all events of one name. */
  of(event: string): unknown[][];
  /** Resolves once `count` events of this name have arrived, with the last one's arguments. */
  next(event: string, count?: number): Promise<unknown[]>;
  /** Emits and waits for all arguments of the acknowledgement. */
  ask(event: string, ...args: unknown[]): Promise<unknown[]>;
  tell(event: string, ...args: unknown[]): void;
  close(): void;
}

interface Socket {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  disconnect(): unknown;
}

type Connect = (url: string, options: object) => Socket;
const connect2 = createRequire(import.meta.url)('socket.io-client-2') as Connect;

/** What the service may send, and what the clients say about the line itself. */
const events = [
  'data',
  'message',
  'delivery-report',
  'exception',
  'weather',
  'connect',
  'disconnect',
  'connect_error',
  'error',
];

export interface PlainOptions {
  generation: 2 | 4;
  /** Value of the header; the account's credential with `Basic` if not given. */
  authorization?: string;
  query?: string;
  transports?: string[];
  reconnection?: boolean;
}

export function credential({ settings }: Account): string {
  return Buffer.from(`${settings.user}:${settings.password}`).toString('base64');
}

export function plainClient({ url }: Pick<Emulator, 'url'>, account: Account, options: PlainOptions): PlainClient {
  const connect: Connect = options.generation === 2 ? connect2 : connect4;
  const socket = connect(options.query ? `${url}?${options.query}` : url, {
    extraHeaders: { Authorization: options.authorization ?? `Basic ${credential(account)}` },
    forceNew: true,
    // Without it version 2 takes Node's own WebSocket, which carries no headers.
    forceNode: true,
    reconnection: options.reconnection ?? false,
    reconnectionDelay: 20,
    ...(options.transports && { transports: options.transports }),
  });
  const received: PlainClient['received'] = [];
  const waiting = new Set<() => void>();
  for (const event of events) {
    socket.on(event, (...args) => {
      received.push({ event, args });
      for (const check of waiting) check();
    });
  }
  const of = (name: string) => received.filter(({ event }) => event === name).map(({ args }) => args);
  return {
    uri: (account.settings.subscribe as string[])[0] ?? '',
    received,
    of,
    next: (name, count = 1) =>
      new Promise((resolve) => {
        const check = () => {
          const found = of(name)[count - 1];
          if (!found) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    ask: (event, ...args) =>
      new Promise((resolve) => socket.emit(event, ...args, (...answer: unknown[]) => resolve(answer))),
    tell: (event, ...args) => void socket.emit(event, ...args),
    close: () => void socket.disconnect(),
  };
}

/** Connected and subscribed to the account's own destination. */
export async function subscribedClient(
  emulator: Pick<Emulator, 'url'>,
  account: Account,
  options: PlainOptions,
): Promise<PlainClient> {
  const client = plainClient(emulator, account, options);
  await client.next('connect');
  await client.ask('subscribe', account.settings.subscribe);
  return client;
}
