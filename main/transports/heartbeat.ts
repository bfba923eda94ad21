/** Watches over a line that may fall silent: asks once for a sign of life, then calls it dead. */
export class Heartbeat {
  readonly #silence: number;
  readonly #ask: () => void;
  readonly #dead: () => void;
  #timer: NodeJS.Timeout | undefined;
  #asked = false;

  /** `silence`: milliseconds until `ask`, and as many more until `dead`; 0 for never. */
  constructor(silence: number, ask: () => void, dead: () => void) {
    this.#silence = silence;
    this.#ask = ask;
    this.#dead = dead;
  }

  start(): void {
    this.stop();
    if (this.#silence > 0) this.#timer = setTimeout(() => this.#over(), this.#silence);
  }

  heard(): void {
    this.#asked = false;
    this.#timer?.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
    // A cleared timer would be started again by refresh().
    this.#timer = undefined;
    this.#asked = false;
  }

  #over(): void {
    if (this.#asked) {
      this.stop();
      this.#dead();
      return;
    }
    this.#asked = true;
    this.#timer?.refresh();
    this.#ask();
  }
}
