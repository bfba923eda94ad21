import type { Context } from '../service.ts';

/** Deliveries that the server holds until they are committed, in their order. */
export class Commits {
  #deliveries: (string | undefined)[] = [];
  #shown: Pick<Context<unknown>, 'meter'>;
  #changed: (destination: string, uncommitted: number) => void;
  #counts = new Map<string, number>();

  constructor(shown: Pick<Context<unknown>, 'meter'>, changed: (destination: string, uncommitted: number) => void) {
    this.#shown = shown;
    this.#changed = changed;
  }

  get uncommitted(): number {
    return this.#deliveries.length;
  }

  delivered(destination: string | undefined): void {
    this.#deliveries.push(destination);
    this.#count(destination, 1);
    this.#show();
  }

  /** The oldest `count` are committed: commits apply in delivery order. */
  committed(count: number): void {
    for (const destination of this.#deliveries.splice(0, count)) this.#count(destination, -1);
    this.#show();
  }

  /** The server gives uncommitted deliveries again on the next line. */
  lineLost(): void {
    this.committed(this.uncommitted);
  }

  #count(destination: string | undefined, by: number): void {
    if (destination === undefined) return;
    const count = (this.#counts.get(destination) ?? 0) + by;
    if (count === 0) this.#counts.delete(destination);
    else this.#counts.set(destination, count);
    this.#changed(destination, count);
  }

  #show(): void {
    const { uncommitted } = this;
    this.#shown.meter({
      label: 'Uncommitted',
      value: String(uncommitted),
      tone: uncommitted > 0 ? 'warning' : 'plain',
    });
  }
}
