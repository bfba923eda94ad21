import { randomBytes, randomInt } from 'node:crypto';

/** The longest known are forgotten: a client may register as often as it likes. */
const kept = 10_000;

interface Around {
  publish(urn: string, message: unknown): void;
  /** The channels that lines are subscribed to. */
  subscribed(): Iterable<string>;
}

/**
 * Whoever may be written to, by urn. A urn is a session's address and its only credential: like the real service this
 * one takes any, registered here or not, unless it was revoked.
 */
export class Visitors {
  readonly #around: Around;
  /** What each was told last. */
  readonly #known = new Map<string, unknown>();
  readonly #revoked = new Set<string>();

  constructor(around: Around) {
    this.#around = around;
  }

  /** The wanted id becomes the urn. Undefined where it cannot be one. */
  register(wanted: unknown): string | undefined {
    const urn = wanted ?? `${randomInt(1e10, 1e11)}-${randomBytes(4).toString('hex')}`;
    if (typeof urn !== 'string' || !isAddress(urn)) return undefined;
    this.#revoked.delete(urn);
    this.#keep(urn, undefined);
    return urn;
  }

  get listening(): Set<string> {
    return new Set([...this.#around.subscribed()].filter((urn) => !this.isRevoked(urn)));
  }

  isRevoked(urn: string): boolean {
    return this.#revoked.has(urn);
  }

  /** Those known at this moment are known no longer. */
  revoke(): void {
    for (const urn of [...this.#known.keys(), ...this.#around.subscribed()]) this.#revoked.add(urn);
    this.#known.clear();
  }

  /** Publishes on a visitor's channel, whoever the message names. */
  tell(urn: string, message: unknown): void {
    if (this.isRevoked(urn)) return;
    this.#keep(urn, message);
    this.#around.publish(urn, message);
  }

  /** What this visitor was told last. */
  last(urn: string): unknown {
    return this.#known.get(urn);
  }

  #keep(urn: string, message: unknown): void {
    this.#known.delete(urn);
    this.#known.set(urn, message);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= kept) break;
      this.#known.delete(oldest);
    }
  }
}

/** Names that every object inherits would act inside the server package, which keeps channels in plain objects. */
export function isAddress(text: string): boolean {
  return text.length > 0 && text.length <= 500 && !(text in {});
}
