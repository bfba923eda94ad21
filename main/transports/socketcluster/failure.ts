import type { IncomingMessage } from 'node:http';
import { own } from '../../own.ts';
import { Refusal } from '../../refusal.ts';
import { brokenOff, refusedHandshake as refusedWebSocket, WebSocketClosed } from '../websocket/failure.ts';
import { refusedAnswer } from '../websocket/handshake.ts';

/** The server answered the request for a WebSocket with something else. */
export async function refusedUpgrade(answer: IncomingMessage, url: URL): Promise<Refusal> {
  const refusal = await refusedAnswer(answer, url);
  if (answer.statusCode !== 400 && answer.statusCode !== 404) return refusal;
  const hint = 'Check the path: SocketCluster answers at /socketcluster/ unless its server was told otherwise.';
  return new Refusal({ ...refusal.reason, code: 'address', hint }, { retry: false });
}

/** The WebSocket is open, but the server does not want us on it. */
export function refusedHandshake(error: unknown, place: string): Refusal {
  return new Refusal(
    {
      code: 'credentials',
      text: `${place} refused the handshake: ${wordsOf(error) || 'it does not say why'}`,
      hint: 'Check query, headers and token in the profile.',
    },
    { retry: false },
  );
}

export function refusedSubscription(channel: string, error: unknown): Refusal {
  const text = `The server refused the channel ${channel.slice(0, 200)}: ${wordsOf(error) || 'it does not say why'}`;
  return new Refusal({ code: 'credentials', text }, { retry: false });
}

/** What is known when a line is gone. */
export interface Loss {
  /** Of the close frame, or the client's own: 4000 after silence. */
  code: number;
  reason: string;
  /** What `#disconnect` gave as the reason: close frames of servers up to version 14 have none. */
  announced: unknown;
  /** What `ws` made of the server. */
  error: Error | undefined;
  /** What became of the connection beneath. */
  underneath: Refusal | undefined;
}

/** It was never open. */
export function notOpened(loss: Loss, place: string): Refusal {
  const { error, underneath } = loss;
  if (error) return refusedWebSocket({ error, underneath, offered: [], chosen: undefined }, place);
  return lost(loss);
}

/** Clients are not meant to come back after these (socketcluster-client). */
const permanent = 4500;
const refused = 4008;

export function lost({ code, reason, announced, error, underneath }: Loss): Refusal {
  if (error || code === 1006) return brokenOff(error, underneath);
  const words = wordsOf(announced) || reason.slice(0, 500);
  const story = silences.get(code);
  const detail = `WebSocket close code ${code}${words && `: ${words}`}`;
  if (story !== undefined) return new Refusal({ code: 'timeout', text: story, detail }, { retry: true });
  const { reason: told, retry } = new WebSocketClosed(code, words);
  return new Refusal(told, { retry: retry && code !== refused && code < permanent });
}

const silences = new Map([
  [4000, 'The server fell silent: its pings no longer came.'],
  [4001, 'The server closed the connection: our answers to its pings did not reach it.'],
  [4005, 'The server closed the connection: it waited in vain for the handshake.'],
]);

/** Each version pings in its own way, and takes the other's for noise until it gives the line up. */
export function otherVersion(spoken: 1 | 2): Refusal {
  const text = `The server speaks version ${spoken} of the SocketCluster protocol.`;
  const hint = `Choose protocol version ${spoken} in the profile.`;
  return new Refusal({ code: 'protocol', text, hint }, { retry: false });
}

/** Before the line is open there is little that a server has to say. */
export function talkative(place: string): Refusal {
  const text = `${place} sends a lot before it has answered the handshake.`;
  return new Refusal({ code: 'protocol', text }, { retry: false });
}

export function lineLost(): Refusal {
  return new Refusal({ code: 'dropped', text: 'The connection ended before the answer came.' }, { retry: true });
}

/** Of a server's error: its text, or what it calls its message. */
export function wordsOf(error: unknown): string {
  const words = typeof error === 'object' ? own(error, 'message') : error;
  return words === undefined || words === null || typeof words === 'object' ? '' : String(words).slice(0, 500);
}
