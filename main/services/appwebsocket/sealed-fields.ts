import type { Offer } from '../../../preload/contract/index.ts';
import { own } from '../../own.ts';
import type { Recorded } from '../service.ts';

/** A field of a message that looks encrypted; the seed from beside it, where there is one. */
export interface SealedField {
  path: string;
  value: string;
  seed: string | undefined;
}

/** Names whose hexadecimal digits are no ciphertext. */
const known = new Set([
  'mt',
  'api',
  'src',
  'guid',
  'digest',
  'hash',
  'challenge',
  'seed',
  'salt',
  'more',
  'fingerprint',
]);
const fieldLimit = 20;
const offerLimit = 5;
const nodeLimit = 2000;
const valueLimit = 20_000;
/** Without a seed beside them, shorter ones are rather numbers or names. */
const shortest = 16;

/** Never throws; looks at the first few thousand values only. */
export function sealedFieldsOf(body: object): SealedField[] {
  const found: SealedField[] = [];
  const nodes: { value: unknown; path: string[] }[] = [{ value: body, path: [] }];
  for (let index = 0; index < nodes.length && found.length < fieldLimit; index++) {
    const { value: holder, path } = nodes[index] ?? { value: null, path: [] };
    const seed = seedOf(holder);
    for (const [name, value] of entriesOf(holder)) {
      const at = [...path, name];
      if (typeof value === 'object') {
        if (nodes.length < nodeLimit && path.length < 20) nodes.push({ value, path: at });
      } else if (looksSealed(name, value, seed)) found.push({ path: at.join('.').slice(0, 200), value, seed });
      if (found.length >= fieldLimit) break;
    }
  }
  return found;
}

/** Known seeds open at a click; others are to be named first. */
export function offersOf(fields: readonly SealedField[]): Offer[] {
  return fields.slice(0, offerLimit).map(({ path, value, seed }): Offer => {
    if (seed === undefined)
      return { label: `Open “${path}”`, action: 'decrypt', input: { data: value }, how: 'compose' };
    return { label: `Open “${path}”`, action: 'decrypt', input: { data: value, seed }, how: 'run' };
  });
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value).slice(0, nodeLimit) : [];
}

function seedOf(holder: unknown): string | undefined {
  const seed = own(holder, 'seed') ?? own(holder, 'salt');
  return typeof seed === 'string' && seed !== '' && seed.length <= 1000 ? seed : undefined;
}

function looksSealed(name: string, value: unknown, seed: string | undefined): value is string {
  if (typeof value !== 'string' || known.has(name) || value.length > valueLimit) return false;
  return value.length >= (seed === undefined ? shortest : 2) && value.length % 2 === 0 && /^[0-9a-f]+$/i.test(value);
}

/** An entry with encrypted fields, and those that have been opened. */
export interface Sealed {
  recorded: Recorded;
  path: string;
  opened: Map<string, string>;
}

/** Which entry lately had which ciphertext. */
export class SealedEntries {
  readonly #byValue = new Map<string, Sealed>();

  seen(fields: readonly SealedField[], recorded: Recorded): void {
    const opened = new Map<string, string>();
    for (const { value, path } of fields) {
      this.#byValue.delete(value);
      this.#byValue.set(value, { recorded, path, opened });
    }
    for (const oldest of this.#byValue.keys()) {
      if (this.#byValue.size <= 500) break;
      this.#byValue.delete(oldest);
    }
  }

  /** Writes to the entry that had this ciphertext what is inside. */
  opened(value: string, seed: string, inside: string): void {
    const sealed = this.#byValue.get(value);
    if (!sealed) return;
    const { recorded, path, opened } = sealed;
    opened.set(path, inside);
    const named = [...opened].map(([name, text]) => `${name}: ${text}`);
    recorded.judged({
      opened: { state: 'opened', by: `session key, seed ${seed}` },
      signature: { state: 'none' },
      inside: opened.size === 1 ? inside : named.join('\n'),
      preview: named.join(', ').slice(0, 300),
      facts: [
        { name: 'Field', value: [...opened.keys()].join(', ') },
        {
          name: 'Method',
          value: 'RC4 with the session key and the seed; nothing shows whether it was changed on the way',
        },
      ],
    });
  }
}
