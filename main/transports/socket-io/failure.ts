import { Refusal } from '../../refusal.ts';
import { refusedByStatus } from '../failure.ts';
import type { Generation } from '../socket-io.ts';

/** HTTP status in an error of either client: the polling transport gives a number, the websocket transport a text. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('description' in error)) return undefined;
  const { description } = error;
  // Without an answer, the polling transport gives 0 or a negative errno.
  if (typeof description === 'number') return description >= 100 ? description : undefined;
  const text = /Unexpected server response: (\d{3})/.exec(messageOf(description));
  return text ? Number(text[1]) : undefined;
}

/** Whether an error tells of the transport, and not of what the server thinks of us. */
export function isTransportError(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'TransportError';
}

/** The transport did not come about. `underneath`: what the connection itself failed with. */
export function refusedTransport(
  error: unknown,
  place: string,
  generation: Generation,
  underneath: Refusal | undefined,
): Refusal {
  const status = statusOf(error);
  if (status !== undefined) {
    const { reason, retry } = refusedByStatus(status, place, bodyOf(error));
    return new Refusal(status === 400 ? { ...reason, hint: otherGeneration(generation) } : reason, { retry });
  }
  if (underneath) return underneath;
  const detail = messageOf(error);
  return new Refusal(
    { code: 'network', text: `The Socket.IO transport to ${place} could not be opened.`, detail },
    { retry: true },
  );
}

/**
 * What client 4 makes of a server of version 2: it cannot read what polling brings, is let into a namespace without a
 * session, or is refused it without a message (observed on socket.io-client 4.8.4 against socket.io 2.5.1).
 */
export function isOtherGeneration(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.message === '' || error.message.includes('v2.x') || (error.message === 'server error' && 'code' in error)
  );
}

export function refusedGeneration(error: unknown, place: string): Refusal {
  const text = `${place} speaks another generation of Socket.IO.`;
  const hint = otherGeneration(4);
  return new Refusal({ code: 'protocol', text, detail: messageOf(error), hint }, { retry: false });
}

function otherGeneration(generation: Generation): string {
  return `It may not speak Socket.IO generation ${generation}: let the generation be found out.`;
}

/** The server said no when the namespace was asked for: an Error from client 4, bare data from client 2. */
export function refusedNamespace(error: unknown, namespace: string): Refusal {
  const message = messageOf(error);
  if (message === 'Invalid namespace') {
    return new Refusal(
      {
        code: 'address',
        text: `The server has no namespace ${namespace}.`,
        detail: message,
        hint: 'The namespace is the path of the address.',
      },
      { retry: false },
    );
  }
  return new Refusal(
    {
      code: 'credentials',
      text: `The server does not let us into ${namespace}${message && `: ${message}`}`,
      hint: 'Check user name and password, and that they belong to this address.',
    },
    { retry: false },
  );
}

/** What is known when an open line is gone. */
export interface Loss {
  /** As both clients call it. */
  reason: string;
  /** The last error of the engine. */
  error: unknown;
  /** Code that the WebSocket was closed with. */
  code: number | undefined;
  /** Bytes of the last message that was sent. */
  sent: number;
}

const tooLarge = 1009;
const usualLimit = 'Servers of Socket.IO accept 1 MB unless they are told otherwise (maxHttpBufferSize).';
// Server 2.5 just closes the line when a polling client is over its limit.
const tooLargePerhaps = `The last message may have been too large. ${usualLimit}`;

export function lost({ reason, error, code, sent }: Loss): Refusal {
  const status = statusOf(error);
  const facts = [reason, code && `WebSocket close code ${code}`, messageOf(error), status && `HTTP ${status}`];
  const detail = facts.filter(Boolean).join('; ');
  const [kind, text, hint] = story(reason, status, code, messageOf(error), sent);
  const retry = status !== 401 && status !== 403;
  return new Refusal({ code: kind, text, detail, ...(hint && { hint }) }, { retry });
}

function story(reason: string, status: number | undefined, code: number | undefined, message: string, sent: number) {
  if (status === 401 || status === 403) {
    return ['credentials', `The server no longer accepts the credentials (HTTP ${status}).`] as const;
  }
  if (status === 413 || code === tooLarge) {
    return ['too-large', 'The server closed the line: a message was larger than it accepts.', usualLimit] as const;
  }
  if (message.includes('Max payload size exceeded')) {
    return ['too-large', 'The server sent a message larger than 100 MB; the line was closed.'] as const;
  }
  switch (reason) {
    case 'io server disconnect':
      return ['server-closed', 'The server closed the connection.'] as const;
    case 'ping timeout':
      return ['timeout', 'The server fell silent: it did not answer the heartbeat.'] as const;
    case 'parse error':
      return ['protocol', 'The server sent something that is not Socket.IO.'] as const;
    default:
      return ['dropped', 'The connection broke off.', sent > 1_000_000 ? tooLargePerhaps : undefined] as const;
  }
}

function bodyOf(error: unknown): string {
  const context = error instanceof Error && 'context' in error ? error.context : undefined;
  const text = context && typeof context === 'object' && 'responseText' in context ? context.responseText : '';
  return typeof text === 'string' ? text : '';
}

/** Of an Error, of an event of `ws`, of whatever a server sent as one. */
function messageOf(error: unknown): string {
  if (typeof error === 'string') return error.slice(0, 500);
  if (!error || typeof error !== 'object') return '';
  if ('description' in error && error.description && typeof error.description === 'object') {
    return messageOf(error.description);
  }
  if ('message' in error && typeof error.message === 'string') return error.message.slice(0, 500);
  return JSON.stringify(error).slice(0, 500);
}
