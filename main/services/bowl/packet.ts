import { own } from '../../own.ts';

/** Longer texts are not parsed on arrival: the server itself takes no more than 1 MB. */
const parseLimit = 2_000_000;
/** Names and addresses longer than this are taken for none. */
export const nameLimit = 320;

/**
 * The object of an event. Some events bring it as JSON text and some as it is; both are taken for all. Nothing where
 * it is neither. Never throws.
 */
export function readPacket(value: unknown): object | undefined {
  const packet = typeof value === 'string' && value.length <= parseLimit ? parse(value) : value;
  return typeof packet === 'object' && packet !== null && !Array.isArray(packet) ? packet : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A text of the packet, none where it is empty or longer than `limit`. */
export function textOf(value: unknown, name: string, limit = nameLimit): string | undefined {
  const text = own(value, name);
  return typeof text === 'string' && text !== '' && text.length <= limit ? text : undefined;
}

export function listOf(value: unknown, name: string): unknown[] {
  const list = own(value, name);
  return Array.isArray(list) ? list : [];
}

/** What an acknowledgement says: `{status:"OK", …}` or `{status:"ERROR", error}`. */
export interface Outcome {
  ok: boolean;
  error: string | undefined;
  value: unknown;
}

export function readOutcome([value]: readonly unknown[]): Outcome {
  const ok = own(value, 'status') === 'OK';
  const error = own(value, 'error');
  const words = typeof error === 'string' ? error.slice(0, 1000) : 'The service answered in a way that is not known.';
  return { ok, error: ok ? undefined : words, value };
}
