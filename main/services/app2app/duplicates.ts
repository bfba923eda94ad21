import { hash } from 'node:crypto';
import type { Incoming } from './message.ts';
import { bytesOf, textOf } from './message.ts';

/** Deliveries remembered. */
const kept = 10_000;

/** Longer contents are remembered by their hash; of shorter ones, making it would cost more than it saves. */
const shortLength = 200;

/** Recognises a delivery that came before: same key, timestamp and content, whichever event or dialect carried it. */
export class Duplicates {
  #seen = new Map<string, string>();
  /** A ring of what was seen: finding the oldest in the map would walk over all that were deleted before it. */
  #order: string[] = [];
  #next = 0;

  /**
   * The event that brought it before, if it did; `event` is remembered otherwise. A delivery with neither key nor
   * timestamp is never a duplicate.
   */
  before(event: string, incoming: Incoming, key: unknown, timestamp: unknown): string | undefined {
    const name = textOf(key);
    const time = typeof timestamp === 'number' || typeof timestamp === 'string' ? timestamp : undefined;
    const content = contentOf(incoming);
    if ((name === undefined && time === undefined) || content === undefined) return undefined;
    const fingerprint = `${told(name?.slice(0, 1000))}${told(time)}${briefly(content)}`;
    const before = this.#seen.get(fingerprint);
    if (before === undefined) this.#remember(fingerprint, event);
    return before;
  }

  #remember(fingerprint: string, event: string): void {
    const oldest = this.#order[this.#next];
    if (oldest !== undefined) this.#seen.delete(oldest);
    this.#order[this.#next] = fingerprint;
    this.#next = (this.#next + 1) % kept;
    this.#seen.set(fingerprint, event);
  }
}

/** No two values are told alike, nor is one the beginning of another. */
function told(value: string | number | undefined): string {
  const text = String(value);
  return `${typeof value} ${text.length} ${text} `;
}

/** Contents of either kind begin differently. */
function briefly(content: string | Uint8Array): string {
  const short = typeof content === 'string' && content.length <= shortLength;
  return short ? ` ${content}` : `#${hash('sha256', content, 'base64')}`;
}

/** None where the content nests deeper than the stack allows. */
function contentOf(incoming: Incoming): string | Uint8Array | undefined {
  if (incoming.sealed) return incoming.envelope;
  const { content } = incoming;
  if (typeof content === 'string') return content;
  try {
    return bytesOf(content) ?? JSON.stringify(content);
  } catch {
    return undefined;
  }
}
