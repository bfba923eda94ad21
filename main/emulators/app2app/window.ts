import type { Delivery } from './destination.ts';

interface Waiting {
  delivery: Delivery;
  commit: () => void;
}

interface Options {
  /** Every delivery counts as committed when it is sent. */
  automatic: boolean;
  /** Without automatic commit: deliveries that may be sent ahead of the last commit. */
  readAhead: number;
  send: (delivery: Delivery) => void;
}

/**
 * What has been delivered on one line and not been committed: query parameters `auto_commit` and `read_ahead` of
 * docs.kaleido.io (send and receive). Commits carry no argument and apply in the order of delivery.
 */
export class Window {
  readonly #options: Options;
  readonly #held: Waiting[] = [];
  readonly #outstanding: Waiting[] = [];
  #stalled = false;
  #last: Waiting | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  add(delivery: Delivery, commit: () => void): void {
    this.#held.push({ delivery, commit });
    this.#pump();
  }

  /** Delivers once more what was sent last, same key and time. Answers whether there was something. */
  repeat(): boolean {
    if (this.#last) this.add(this.#last.delivery, this.#last.commit);
    return this.#last !== undefined;
  }

  /** A surplus commit stalls delivery, as the vendor's page warns, until the client connects again. */
  commit(): 'committed' | 'surplus' {
    const oldest = this.#outstanding.shift();
    if (!oldest) {
      this.#stalled = !this.#options.automatic;
      return 'surplus';
    }
    oldest.commit();
    this.#pump();
    return 'committed';
  }

  #pump(): void {
    const { automatic, readAhead, send } = this.#options;
    while (!this.#stalled && (automatic || this.#outstanding.length < readAhead)) {
      const next = this.#held.shift();
      if (!next) return;
      this.#last = next;
      send(next.delivery);
      if (automatic) next.commit();
      else this.#outstanding.push(next);
    }
  }
}
