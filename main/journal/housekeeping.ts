import type { Retentions } from './retention.ts';
import type { SoundStore } from './sound-store.ts';

/** Between two looks at what is beyond its retention, in milliseconds. */
const pause = 10_000;
/** Entries deleted before other work gets its turn. */
const stride = 1000;

/** Deletes in the background what is beyond the profiles' retention. */
export class Housekeeping {
  readonly #store: SoundStore;
  readonly #remove: (ids: readonly number[]) => void;
  #retentions: Retentions | undefined;
  #working = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(store: SoundStore, remove: (ids: readonly number[]) => void) {
    this.#store = store;
    this.#remove = remove;
  }

  /** From now on; resolves when what is beyond is deleted. */
  async retain(retentions: Retentions): Promise<void> {
    this.#retentions = retentions;
    await this.#enforce();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #enforce(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    clearTimeout(this.#timer);
    try {
      while (this.#step()) await new Promise(setImmediate);
    } catch {
      // The disk could not be written: the entries are there still, and it is tried again.
    }
    this.#working = false;
    if (!this.#closed) this.#timer = setTimeout(() => this.#enforce(), pause);
  }

  /** False when nothing is left to delete. */
  #step(): boolean {
    const retentions = this.#retentions;
    if (this.#closed || !retentions) return false;
    const { profiles } = this.#store.use((store) => store.usage());
    for (const { profile } of profiles) {
      const retention = retentions.retentions[profile] ?? retentions.retention;
      const ids = this.#store.use((store) => store.surplus(profile, retention, Date.now(), stride));
      if (ids.length === 0) continue;
      this.#remove(ids);
      return true;
    }
    return false;
  }
}
