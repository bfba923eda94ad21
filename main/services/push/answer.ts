import { own } from '../../own.ts';
import type { SocketClusterAnswer } from '../../transports/socketcluster.ts';

/** Longer answers are kept whole, and not looked into. */
const parseLimit = 100_000;
const urnLimit = 500;

/**
 * What came back, whichever slot it is in: an object, or JSON text of one. The vendor's client parses the first argument
 * of its callback, which is SocketCluster's slot for errors (docs.ilhasoft.mobi, “WebSocket Connection”, and
 * push-webchat). Undefined where neither slot holds one.
 */
export function objectOf({ error, data }: SocketClusterAnswer): object | undefined {
  return readObject(error) ?? readObject(data);
}

function readObject(slot: unknown): object | undefined {
  const value = typeof slot === 'string' && slot.length <= parseLimit ? parse(slot) : slot;
  return typeof value === 'object' && value !== null ? value : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The urn of an answer to `registerUser`. */
export function urnOf({ error, data }: SocketClusterAnswer): string | undefined {
  return [error, data]
    .map((slot) => own(readObject(slot), 'urn'))
    .find((urn): urn is string => typeof urn === 'string' && urn !== '' && urn.length <= urnLimit);
}

/** Whether it is an error after all: something in the slot for errors that is no JSON text of an object. */
export function isError({ error }: SocketClusterAnswer): boolean {
  if (error === undefined || error === null) return false;
  return typeof error !== 'string' || readObject(error) === undefined;
}

/** Both slots as arguments, without what is absent at the end. */
export function slotsOf({ error, data }: SocketClusterAnswer): unknown[] {
  if (data !== undefined) return [error, data];
  return error === undefined ? [] : [error];
}

/** What an answer says: text, a scalar, or the `message` of an object. Empty where only its data would say it. */
export function wordsOf({ error, data }: SocketClusterAnswer): string {
  const slot = error ?? data;
  const words = typeof slot === 'object' ? own(slot, 'message') : slot;
  return words === undefined || words === null || typeof words === 'object' ? '' : String(words).slice(0, 1000);
}
