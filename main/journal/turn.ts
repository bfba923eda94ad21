/** Long work that lets others have their turn. */
export class Turn {
  readonly #length: number;
  #until: number;

  /** `length`: milliseconds that others wait at most. */
  constructor(length: number) {
    this.#length = length;
    this.#until = performance.now() + length;
  }

  get over(): boolean {
    return performance.now() >= this.#until;
  }

  /** Resolves when it is this work's turn again. */
  async pass(): Promise<void> {
    await new Promise(setImmediate);
    this.#until = performance.now() + this.#length;
  }
}
