/** How fast a number rises that is told of now and then. Costs nothing while it stands still. */
export class Pace {
  perSecond = $state(0);
  #value: number | null = null;
  #before = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  note(value: number): void {
    if (this.#value === null) this.#before = value;
    if (value === this.#value) return;
    this.#value = value;
    this.#timer ??= setInterval(() => this.#measure(), 1000);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #measure(): void {
    const value = this.#value ?? 0;
    this.perSecond = Math.max(0, value - this.#before);
    this.#before = value;
    if (this.perSecond === 0) this.close();
  }
}
