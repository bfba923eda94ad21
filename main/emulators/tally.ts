import type { Tape } from '../../preload/contract/index.ts';
import { type Unsent, unsent } from './playback.ts';

/** What became of the entries of a tape so far. */
export class Tally {
  #passed = 0;
  #sent = 0;
  #current: string | null = null;
  readonly #skipped = new Map<Unsent, number>();

  pass(): void {
    this.#passed += 1;
  }

  send(kind: string): void {
    this.#sent += 1;
    this.#current = kind;
  }

  skip(why: Unsent): void {
    this.#skipped.set(why, (this.#skipped.get(why) ?? 0) + 1);
  }

  reset(): void {
    this.#passed = 0;
    this.#sent = 0;
    this.#current = null;
    this.#skipped.clear();
  }

  /** `unasked`: answers that wait for their request, or did so in vain. */
  state(unasked: number): Pick<Tape, 'position' | 'sent' | 'current' | 'skipped'> {
    const counts = new Map(this.#skipped);
    if (unasked > 0) counts.set('unasked', (counts.get('unasked') ?? 0) + unasked);
    const skipped = [...counts].map(([why, count]) => ({ reason: unsent[why], count }));
    return { position: this.#passed, sent: this.#sent, current: this.#current, skipped };
  }
}
