const pause = 1_000;

/** Tells screen readers what happened: one sentence a second, and of many waiting ones only the last three. */
export class Announcer {
  text = $state('');
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.#waiting = [...this.#waiting, text].slice(-3);
    this.#timer ??= setTimeout(() => this.#speak(), 0);
  }

  #speak(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#timer = undefined;
      return;
    }
    this.text = next;
    this.#timer = setTimeout(() => this.#speak(), pause);
  }
}
