import SockJS from 'sockjs-client';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startCloudonix } from '../cloudonix.ts';
import type { Account, Emulator } from '../emulator.ts';

export type Received = { type: string; [field: string]: unknown };

/** For tests: the bare client packages as anybody would use them, none of our own client. */
export interface PlainClient {
  /** Every text in order of arrival. */
  readonly texts: string[];
  /** Those that are JSON objects, of one type. */
  of(type: string): Received[];
  send(message: object | string): void;
  opened: Promise<void>;
  /** What the close event says. */
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(): void;
}

export async function anEmulator(options: Record<string, unknown> = {}) {
  const emulator = await startCloudonix({ port: 0, ...options });
  onTestFinished(() => emulator.stop());
  const [nora, omar] = emulator.accounts as [Account, Account];
  return { emulator, nora, omar };
}

export const tokenOf = ({ settings }: Account): string => String(settings.token);

/** A token as the profile's token command gets one. */
export async function newToken({ settings }: Account): Promise<string> {
  const answer = await fetch(String(settings.tokenUrl), { method: 'POST', body: String(settings.tokenBody) });
  const { authorization } = (await answer.json()) as { authorization: { tokens: [{ value: string }] } };
  return authorization.tokens[0].value;
}

/** The raw endpoint with `ws`, the token in the header. */
export function rawClient({ url }: Pick<Emulator, 'url'>, token: string): PlainClient {
  return playing(
    new WebSocket(`${url.replace('http', 'ws')}/websocket`, {
      headers: { Authorization: `Bearer ${token}` },
    }) as Socket,
  );
}

/** `sockjs-client`, which can send no header: the token is in the query. */
export function framedClient({ url }: Pick<Emulator, 'url'>, token: string, transport: string): PlainClient {
  const socket = new SockJS(`${url}?access_token=${token}`, null, { transports: [transport] });
  return playing(socket as unknown as Socket);
}

function playing(socket: Socket): PlainClient {
  const texts: string[] = [];
  socket.onmessage = ({ data }) => texts.push(String(data));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.onclose = ({ code, reason }) => resolve({ code, reason });
  });
  const opened = new Promise<void>((resolve) => {
    socket.onopen = () => resolve();
  });
  if (socket instanceof WebSocket) socket.on('error', () => {});
  onTestFinished(() => socket.close());
  return {
    texts,
    opened,
    closed,
    of: (type) => texts.flatMap((text) => messageOf(text) ?? []).filter((message) => message.type === type),
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    close: () => socket.close(),
  };
}

function messageOf(text: string): Received | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as Received) : undefined;
  } catch {
    return undefined;
  }
}
