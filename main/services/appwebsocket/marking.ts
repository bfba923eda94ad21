import { own } from '../../own.ts';
import { Refusal } from '../../refusal.ts';

/** Encrypts `plain` with the given seed, or with a fresh one. */
export type Seal = (plain: string, seed: string | undefined) => { seed: string; data: string };

/**
 * The message with every `{"encrypted": "plain text"}` in it, at any depth, replaced by the ciphertext. The seed goes
 * into the field `seed` beside it, or into the one that the mark names: `{"encrypted": "…", "seedIn": "otherSeed"}`. A
 * text that already stands there is the seed. Throws a {@link Refusal} where a seed has no place of its own.
 */
export function sealMarked(message: object, seal: Seal): { message: object; count: number } {
  const sealing = new Sealing(seal);
  return { message: sealing.object(message), count: sealing.count };
}

class Sealing {
  readonly #seal: Seal;
  count = 0;

  constructor(seal: Seal) {
    this.#seal = seal;
  }

  object(holder: object): object {
    const seeds = new Map<string, string>();
    const fields = Object.entries(holder).map(([name, value]): [string, unknown] => {
      const mark = markOf(value);
      if (!mark) return [name, this.#value(value)];
      if (seeds.has(mark.seedIn)) throw noPlace(`Two seeds would go into “${mark.seedIn}”.`);
      const { seed, data } = this.#seal(mark.plain, givenSeed(holder, mark.seedIn));
      seeds.set(mark.seedIn, seed);
      this.count++;
      return [name, data];
    });
    return Object.fromEntries([...fields, ...seeds]);
  }

  #value(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#item(item));
    return typeof value === 'object' && value !== null ? this.object(value) : value;
  }

  #item(item: unknown): unknown {
    if (markOf(item)) throw noPlace('In a list there is no field beside the text.');
    return this.#value(item);
  }
}

interface Mark {
  plain: string;
  seedIn: string;
}

function markOf(value: unknown): Mark | undefined {
  const plain = own(value, 'encrypted');
  if (typeof value !== 'object' || value === null || typeof plain !== 'string') return undefined;
  const seedIn = own(value, 'seedIn') ?? 'seed';
  const others = Object.keys(value).filter((name) => name !== 'encrypted' && name !== 'seedIn');
  return others.length === 0 && typeof seedIn === 'string' && seedIn !== '' ? { plain, seedIn } : undefined;
}

function givenSeed(holder: object, name: string): string | undefined {
  if (!Object.hasOwn(holder, name)) return undefined;
  const given = own(holder, name);
  if (typeof given === 'string' && given !== '') return given;
  throw noPlace(`“${name}” holds something that is no seed.`);
}

function noPlace(text: string): Refusal {
  const hint = 'Put it into an object of its own, or name another field for its seed with "seedIn".';
  return new Refusal({ code: 'settings', text, hint }, { retry: false });
}
