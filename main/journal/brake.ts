/** Of the room, where connections begin to be held and where they are let go again. */
const [high, low] = [0.25, 0.1];
/**
 * In milliseconds. A server takes a client that it does not hear of for dead, most after 20 seconds or more, so a held
 * line is let through for a moment in between: to answer heartbeats, and to notice that it has ended.
 */
const [longest, breath] = [10_000, 500];

/** Decides from how much is unwritten whether connections are to be read from. */
export class Brake {
  readonly #hold: (on: boolean) => void;
  #state: 'off' | 'holding' | 'letting through' = 'off';
  #timer: NodeJS.Timeout | undefined;

  constructor(hold: (on: boolean) => void) {
    this.#hold = hold;
  }

  get on(): boolean {
    return this.#state !== 'off';
  }

  /** `part` of the room that is taken. */
  level(part: number): void {
    if (this.#state === 'off' && part > high) this.#press();
    else if (this.#state !== 'off' && part < low) this.release();
  }

  release(): void {
    clearTimeout(this.#timer);
    if (this.#state === 'holding') this.#hold(false);
    this.#state = 'off';
  }

  #press(): void {
    this.#state = 'holding';
    this.#hold(true);
    this.#timer = setTimeout(() => this.#letThrough(), longest);
  }

  #letThrough(): void {
    this.#state = 'letting through';
    this.#hold(false);
    this.#timer = setTimeout(() => this.#press(), breath);
  }
}
