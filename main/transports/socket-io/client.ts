import type { Agent } from 'node:http';
import { isIPv6 } from 'node:net';
import { Manager } from 'socket.io-client';
import io2 from 'socket.io-client-2';
import { targetOf } from '../route.ts';
import type { Generation, SocketIoAddress } from '../socket-io.ts';

/** A decoded packet. In generation 2 the server decides what `data` holds. */
export interface Packet {
  id?: number | null;
  data?: unknown;
}

/** What the clients of both generations have in common on the inside, as far as it is used here. */
export interface ClientSocket {
  readonly id?: string;
  readonly connected: boolean;
  readonly io: ClientManager;
  /** Number of the next acknowledgement to be asked for. */
  readonly ids: number;
  readonly acks: Record<number, unknown>;
  sendBuffer: unknown[];
  connect(): void;
  disconnect(): void;
  emit(event: string, ...args: unknown[]): void;
  ack(id: number): (...args: unknown[]) => void;
  onevent(packet: Packet): void;
  onack(packet: Packet): void;
  on(event: string, listener: (value: unknown, more?: unknown) => void): void;
  off(): void;
}

export interface ClientManager extends Listenable {
  readonly engine: Engine;
  ondata(data: unknown): void;
}

interface Engine extends Listenable {
  readonly transport: EngineTransport;
  /** The server has agreed to the upgrade: polling is being paused for it. */
  readonly upgrading?: boolean;
}

export interface EngineTransport {
  readonly name: string;
  readonly ws?: { prependListener(event: 'close', listener: (code: number) => void): void };
}

interface Listenable {
  on(event: string, listener: (value: never) => void): void;
  off(event: string, listener: (value: never) => void): void;
}

export type Transports = ('polling' | 'websocket')[];

/** Names that the clients keep for themselves: they would not be sent. */
export const reservedEvents = new Set([
  ...['connect', 'connect_error', 'connect_timeout', 'connecting', 'disconnect', 'disconnecting', 'error'],
  ...['newListener', 'ping', 'pong', 'reconnect', 'reconnect_attempt', 'reconnect_error', 'reconnect_failed'],
  ...['reconnecting', 'removeListener'],
]);

/** A socket that is not connecting yet, alone on its connection, and that never reconnects by itself. */
export function createClient(
  address: SocketIoAddress,
  generation: Generation,
  transports: Transports,
  agent: Agent,
  headers: Record<string, string>,
): ClientSocket {
  const { query, namespace, auth } = address;
  const options = {
    path: address.path,
    query: { ...query },
    extraHeaders: headers,
    agent,
    transports,
    autoConnect: false,
    reconnection: false,
    forceNew: true,
    // Time is kept by the line.
    timeout: false,
  };
  if (generation === 4) {
    return new Manager(origin(address.url), options as object).socket(namespace, {
      ...(auth && { auth }),
    }) as unknown as ClientSocket;
  }
  // With the global WebSocket of Node 22 and later, the upgrade would carry no headers and no agent.
  const manager = new io2.Manager(origin(address.url), { ...options, forceNode: true });
  // Like a version 2 client that is given a URL with a query: it repeats it when it joins the namespace.
  const repeated = Object.keys(query).length > 0 ? { query } : {};
  return manager.socket(namespace, repeated) as ClientSocket;
}

/** Client 2 lets what its parser throws at the packets of a hostile server escape into the app. Before connecting. */
export function guardParser(manager: ClientManager, escaped: (error: unknown) => void): void {
  const read = manager.ondata;
  manager.ondata = (data) => {
    try {
      read.call(manager, data);
    } catch (error) {
      escaped(error);
    }
  };
}

/** Rebuilt from checked parts: version 2 takes URLs apart with an expression that hostile ones can stall. */
export function origin(url: URL): string {
  const { host, port, secure } = targetOf(url);
  return `${secure ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
