import type { Message } from './message.ts';

/** One message on its way to a destination: exactly the arguments that travel. */
export interface Delivery {
  readonly payload: unknown;
  readonly key: string | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** Oldest messages that nobody came for are forgotten beyond this many; how long the vendor keeps them is not known. */
const retention = 50_000;

/** An address of the service, and the messages for it that nobody has committed yet. */
export class Destination {
  readonly name: string;
  readonly uri: string;
  readonly managed: boolean;
  /** The common name that an externally managed destination's certificate must carry. */
  readonly subject: string;
  /** PEM, as registered for everyone to verify with. Without one an externally managed destination is not ready. */
  certificate: string | undefined;
  /** PEM. Held by the service for managed destinations only. */
  privateKey: string | undefined;
  /** A persona that lives here and takes what comes. */
  resident: ((message: Message) => void) | undefined;
  readonly #uncommitted = new Set<Delivery>();
  readonly #subscribers = new Set<(delivery: Delivery) => void>();

  constructor(of: { name: string; uri: string; managed: boolean; subject: string }) {
    this.name = of.name;
    this.uri = of.uri;
    this.managed = of.managed;
    this.subject = of.subject;
  }

  get ready(): boolean {
    return this.certificate !== undefined;
  }

  append(delivery: Delivery): void {
    if (this.resident) return;
    this.#uncommitted.add(delivery);
    if (this.#uncommitted.size > retention) this.#forgetOldest();
    for (const receive of this.#subscribers) receive(delivery);
  }

  /**
   * Every subscriber gets every message, first of all those not yet committed. Whether the vendor lets several lines
   * share or duplicate deliveries is not known; a copy each is what people who watch expect.
   */
  subscribe(receive: (delivery: Delivery) => void): () => void {
    for (const delivery of this.#uncommitted) receive(delivery);
    this.#subscribers.add(receive);
    return () => this.#subscribers.delete(receive);
  }

  commit(delivery: Delivery): void {
    this.#uncommitted.delete(delivery);
  }

  #forgetOldest(): void {
    for (const oldest of this.#uncommitted) {
      this.#uncommitted.delete(oldest);
      return;
    }
  }
}
