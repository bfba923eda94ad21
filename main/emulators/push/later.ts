/** Timers that all end with the emulator. */
export class Later {
  readonly #timers = new Set<NodeJS.Timeout>();
  #over = false;

  after(milliseconds: number, work: () => void): void {
    if (this.#over) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, milliseconds);
    this.#timers.add(timer);
  }

  stop(): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
