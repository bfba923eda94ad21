/**
 * What is subscribed to. There is no unsubscribe event in the vendor's protocol: a destination that was left goes on
 * being delivered until the line ends.
 */
export class Subscriptions {
  #wanted: Set<string>;
  /** What the server delivers on the present line. */
  #live = new Set<string>();
  #left = new Set<string>();

  constructor(wanted: readonly string[]) {
    this.#wanted = new Set(wanted);
  }

  /** To be asked for on every new line. */
  get wanted(): string[] {
    return [...this.#wanted];
  }

  /** They are about to be asked for by hand. What the server refuses is not wanted: it would spoil the next request. */
  ask(destinations: readonly string[]): void {
    for (const destination of destinations) this.#left.delete(destination);
  }

  /** The server said yes. */
  accepted(destinations: readonly string[]): void {
    for (const destination of destinations) {
      this.#live.add(destination);
      if (!this.#left.has(destination)) this.#wanted.add(destination);
    }
  }

  leave(destinations: readonly string[]): void {
    for (const destination of destinations) {
      this.#wanted.delete(destination);
      this.#left.add(destination);
    }
  }

  lineLost(): void {
    this.#live.clear();
  }

  /** The destination a delivery is for: as it says itself or, for an envelope, the only one there is. */
  destinationOf(to: string | undefined): string | undefined {
    if (to !== undefined || this.#live.size !== 1) return to;
    for (const only of this.#live) return only;
    return undefined;
  }

  hasLeft(destination: string | undefined): boolean {
    return destination !== undefined && this.#left.has(destination);
  }
}
