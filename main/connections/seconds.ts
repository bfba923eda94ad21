import type { Second } from '../../preload/contract/index.ts';

/** How many seconds are remembered. */
export const remembered = 3600;

/** What each second of the last hour brought, in a fixed amount of memory. Seconds are numbered since 1970. */
export class Seconds {
  readonly #numbers = new Float64Array(remembered);
  readonly #in = new Uint32Array(remembered);
  readonly #out = new Uint32Array(remembered);
  readonly #bytesIn = new Float64Array(remembered);
  readonly #bytesOut = new Float64Array(remembered);
  /** Milliseconds; below 0 where no round trip ended. */
  readonly #slowest = new Float64Array(remembered);

  message(number: number, direction: 'in' | 'out', bytes: number): void {
    const slot = this.#slot(number);
    const [counts, sizes] = direction === 'in' ? [this.#in, this.#bytesIn] : [this.#out, this.#bytesOut];
    counts[slot] = (counts[slot] ?? 0) + 1;
    sizes[slot] = (sizes[slot] ?? 0) + bytes;
  }

  /** `took` in milliseconds. */
  roundTrip(number: number, took: number): void {
    const slot = this.#slot(number);
    this.#slowest[slot] = Math.max(this.#slowest[slot] ?? 0, took);
  }

  /** Those from one number to before another in which something happened, as far as they are remembered. */
  between(from: number, before: number): Second[] {
    const found: Second[] = [];
    for (let number = Math.max(from, before - remembered); number < before; number++) {
      const slot = number % remembered;
      if (this.#numbers[slot] === number) found.push(this.#read(number, slot));
    }
    return found;
  }

  #read(number: number, slot: number): Second {
    const slowest = this.#slowest[slot] ?? -1;
    return {
      at: number * 1000,
      in: this.#in[slot] ?? 0,
      out: this.#out[slot] ?? 0,
      bytesIn: this.#bytesIn[slot] ?? 0,
      bytesOut: this.#bytesOut[slot] ?? 0,
      slowest: slowest < 0 ? null : slowest,
    };
  }

  /** Place of a second, emptied of what was there an hour ago. */
  #slot(number: number): number {
    const slot = number % remembered;
    if (this.#numbers[slot] === number) return slot;
    this.#numbers[slot] = number;
    for (const column of [this.#in, this.#out, this.#bytesIn, this.#bytesOut]) column[slot] = 0;
    this.#slowest[slot] = -1;
    return slot;
  }
}
