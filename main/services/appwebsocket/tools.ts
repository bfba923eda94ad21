import { randomUUID } from 'node:crypto';
import type { Fact } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import type { Context, Performed } from '../service.ts';
import type { SealedEntries } from './sealed-fields.ts';
import type { SessionKey } from './session-key.ts';

interface Around {
  journal: Pick<Context<unknown>, 'record'>;
  /** Throws a Refusal where there is none. */
  key(): SessionKey;
  sealed: SealedEntries;
}

/** What can be done with the session key alone; nothing of it is sent. */
export class Tools {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  encrypt(data: string, seed: string = randomUUID()): Performed {
    const encrypted = this.#around.key().encrypt(seed, data);
    return this.#note('encrypted', encrypted, seed);
  }

  /** Also writes what is inside to the entry that had this ciphertext. */
  decrypt(data: string, seed: string): Performed {
    const text = this.#around.key().decrypt(seed, data);
    this.#around.sealed.opened(data, seed, text);
    return this.#note('decrypted', text, seed);
  }

  hash(data: string, seed: string = randomUUID()): Performed {
    return this.#note('hashed', this.#around.key().hash(seed, data), seed);
  }

  #note(kind: string, result: string, seed: string): Performed {
    const facts: Fact[] = [
      { name: 'Result', value: result },
      { name: 'Seed', value: seed },
    ];
    const { id } = this.#around.journal.record({ direction: 'note', kind, args: [facts], preview: result });
    return { entry: id, text: `${result.slice(0, 10_000)}\nSeed: ${seed}` };
  }
}

export function noKey(): Refusal {
  const text = 'There is no session key.';
  const hint = 'Only a login makes one; after a login by hand it has to be given with it.';
  return new Refusal({ code: 'settings', text, hint }, { retry: false });
}
