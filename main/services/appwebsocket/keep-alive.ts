/** Asks for a `KeepAlive` each time a line has been without traffic for so long (milliseconds); 0 for never. */
export class KeepAlive {
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(idle: number, send: () => void) {
    if (idle > 0) this.#timer = setInterval(send, idle);
  }

  traffic(): void {
    this.#timer?.refresh();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
