type Acknowledged = (args: unknown[]) => void;

/** Who waits for which acknowledgement. Those answered lately are kept, because a faulty server may answer again. */
export class Acknowledgements {
  readonly #waiting = new Map<number, Acknowledged>();
  readonly #answered = new Map<number, Acknowledged>();

  expect(id: number, acknowledged: Acknowledged): void {
    this.#waiting.set(id, acknowledged);
  }

  /** Whoever asked for it; nobody when it was never asked for, or answered long ago. */
  take(id: number): Acknowledged | undefined {
    const acknowledged = this.#waiting.get(id);
    if (!acknowledged) return this.#answered.get(id);
    this.#waiting.delete(id);
    this.#answered.set(id, acknowledged);
    for (const oldest of this.#answered.keys()) {
      if (this.#answered.size <= 1000) break;
      this.#answered.delete(oldest);
    }
    return acknowledged;
  }
}
