import type { Batch, Event, EventName } from '../preload/contract/index.ts';

/** At most this often does an interface hear from main, in milliseconds. */
const interval = 50;

/** One interface's end of the feed. */
export interface Subscription {
  /** Number of the last event put into this subscription. */
  readonly sequence: number;
  publish<Name extends EventName>(name: Name, event: Event<Name>): void;
  close(): void;
}

/** Tells every interface what changed, in numbered batches. */
export class Feed {
  #outboxes = new Set<Outbox>();
  #gathered = new Map<string, () => void>();
  #timer: NodeJS.Timeout | undefined;
  #flushed = 0;

  subscribe(deliver: (batch: Batch) => void): Subscription {
    const outbox = new Outbox(deliver, () => this.#schedule());
    this.#outboxes.add(outbox);
    return {
      get sequence() {
        return outbox.sequence;
      },
      publish: (name, event) => outbox.put(name, event),
      close: () => this.#outboxes.delete(outbox),
    };
  }

  publish<Name extends EventName>(name: Name, event: Event<Name>): void {
    for (const outbox of this.#outboxes) outbox.put(name, event);
  }

  /** For what changes fast: the event is made once, when the batch leaves, however often this was called with `key`. */
  gather<Name extends EventName>(key: string, name: Name, make: () => Event<Name>): void {
    this.#gathered.set(key, () => this.publish(name, make()));
    this.#schedule();
  }

  /** Sends what is gathered now: so that no answer arrives before the events its request caused. */
  flush(): void {
    const gathered = [...this.#gathered.values()];
    this.#gathered.clear();
    for (const make of gathered) make();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushed = performance.now();
    for (const outbox of this.#outboxes) outbox.send();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#outboxes.clear();
    this.#gathered.clear();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.flush(), Math.max(0, this.#flushed + interval - performance.now()));
  }
}

class Outbox {
  sequence = 0;
  #batch: Batch = [];
  #deliver: (batch: Batch) => void;
  #filled: () => void;

  constructor(deliver: (batch: Batch) => void, filled: () => void) {
    this.#deliver = deliver;
    this.#filled = filled;
  }

  put<Name extends EventName>(name: Name, event: Event<Name>): void {
    this.#batch.push({ sequence: ++this.sequence, name, event } as Batch[number]);
    this.#filled();
  }

  send(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#deliver(batch);
  }
}
