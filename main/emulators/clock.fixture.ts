import type { Clock } from './clock.ts';

/** For tests: time that stands still until it is moved, and what was asked of it. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ due: number; act: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, act: () => void): () => void {
    const timer = { due: this.#now + milliseconds, act };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Milliseconds until the next timer; none where nobody waits. */
  get next(): number | undefined {
    const dues = [...this.#timers].map(({ due }) => due);
    return dues.length === 0 ? undefined : Math.min(...dues) - this.#now;
  }

  /** Moves on, and has everything act whose time has come, in its order. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [first] = [...this.#timers].filter(({ due }) => due <= end).sort((one, other) => one.due - other.due);
      if (!first) break;
      this.#timers.delete(first);
      this.#now = Math.max(this.#now, first.due);
      first.act();
    }
    this.#now = end;
  }
}
