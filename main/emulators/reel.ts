import type { Tape } from './tape.ts';
import type { TapeEntry } from './tape-line.ts';

/** Entries that are read ahead at most, and characters of their lines. */
const entriesAhead = 256;
const charactersAhead = 8_000_000;

/** Reads a tape ahead of where it is played, and never far. */
export class Reel {
  readonly #entries: ReturnType<Tape['entries']>;
  readonly #seen: (entry: TapeEntry) => void;
  readonly #ahead: (TapeEntry & { size: number })[] = [];
  #characters = 0;
  #ended = false;
  #filling: Promise<void> | undefined;

  /** `seen`: told of each entry as it is read. */
  constructor(tape: Tape, seen: (entry: TapeEntry) => void) {
    this.#entries = tape.entries();
    this.#seen = seen;
  }

  /** The entry to be played next, which stays until it is taken; undefined at the end. Rejects when the file fails. */
  async next(): Promise<TapeEntry | undefined> {
    const filling = this.fill();
    if (this.#ahead.length === 0) await filling;
    else filling.catch(() => {});
    return this.#ahead[0];
  }

  take(): void {
    this.#characters -= this.#ahead.shift()?.size ?? 0;
  }

  /** Resolves when as much is read as may be. */
  fill(): Promise<void> {
    this.#filling ??= this.#read().finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
  }

  /** Closes the file. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#entries.return(undefined);
  }

  get #isFull(): boolean {
    return this.#ahead.length >= entriesAhead || (this.#ahead.length > 0 && this.#characters >= charactersAhead);
  }

  async #read(): Promise<void> {
    while (!this.#ended && !this.#isFull) {
      const { value, done } = await this.#entries.next();
      if (done || this.#ended) this.#ended = true;
      else {
        this.#seen(value);
        this.#characters += value.size;
        this.#ahead.push(value);
      }
    }
  }
}
