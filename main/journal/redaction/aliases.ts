import { createHash } from 'node:crypto';
import type { Finding, FindingKind } from '../../../preload/contract/index.ts';

/** Longer texts are remembered by their hash. */
const longest = 64;
const mostExamples = 5;

/** What stands for a person or a secret, by its number. */
const forms: Record<FindingKind, (number: number) => string> = {
  credential: (number) => `secret-${number}`,
  token: (number) => `token-${number}`,
  'private-key': (number) => `private-key-${number}`,
  email: (number) => `person-${number}@example.invalid`,
  address: (number) => `person-${number}`,
  phone: (number) => `+${String(number).padStart(9, '0')}`,
};
/** Of these kinds the same text stands for the same thing. */
const families: Record<FindingKind, string> = {
  credential: 'secret',
  token: 'secret',
  'private-key': 'key',
  email: 'person',
  address: 'person',
  phone: 'phone',
};

/** Who and what was found so far, and what stands for each. The same one always gets the same alias. */
export class Aliases {
  readonly #known = new Map<string, { number: number; kind: FindingKind }>();
  readonly #counts = new Map<string, number>();
  readonly #found = new Map<FindingKind, { count: number; examples: Finding['examples'] }>();

  /** `original` as it was written; `identity` equal for all writings of the same one. */
  of(kind: FindingKind, original: string, identity = original): string {
    const key = `${families[kind]} ${shortened(identity)}`;
    const known = this.#known.get(key);
    if (known) return forms[families[kind] === 'secret' ? known.kind : kind](known.number);
    const number = (this.#counts.get(families[kind]) ?? 0) + 1;
    this.#counts.set(families[kind], number);
    this.#known.set(key, { number, kind });
    const alias = forms[kind](number);
    this.#note(kind, original, alias);
    return alias;
  }

  /** The alias of a secret that was found before; undefined for any other text. */
  ofKnownSecret(text: string): string | undefined {
    const known = this.#known.get(`secret ${shortened(text)}`);
    return known && forms[known.kind](known.number);
  }

  get findings(): Finding[] {
    return [...this.#found].map(([kind, { count, examples }]) => ({ kind, count, examples }));
  }

  #note(kind: FindingKind, original: string, alias: string): void {
    const found = this.#found.get(kind) ?? { count: 0, examples: [] };
    this.#found.set(kind, found);
    found.count += 1;
    if (found.examples.length < mostExamples) found.examples.push({ masked: mask(original), alias });
  }
}

/** Whether a text stands for something that was found before. */
export function isAlias(text: string): boolean {
  return /^(?:(?:secret|token|private-key|person)-\d+|\+0\d{8})$/i.test(text);
}

function shortened(identity: string): string {
  return identity.length <= longest ? identity : createHash('sha256').update(identity).digest('base64');
}

/** Hidden but for a quarter at both ends, at most three characters. */
export function mask(text: string): string {
  const characters = [...text.slice(0, 400)];
  const shown = Math.min(3, Math.floor(characters.length / 4));
  const end = [...text.slice(-40)].slice(-shown || 40);
  return `${characters.slice(0, shown).join('')}•••${shown === 0 ? '' : end.join('')}`;
}
