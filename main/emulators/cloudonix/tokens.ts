import { randomBytes } from 'node:crypto';

/** Beyond this many the oldest is forgotten. */
const kept = 10_000;

/** The bearer tokens that let somebody in, and whom. */
export class Tokens {
  readonly #owners = new Map<string, string>();

  /** 34 characters that begin with `XI`, as the vendor's page on API security has them. */
  issue(subscriber: string): string {
    const token = `XI${randomBytes(16).toString('hex').toUpperCase()}`;
    this.#owners.set(token, subscriber);
    for (const oldest of this.#owners.keys()) {
      if (this.#owners.size <= kept) break;
      this.#owners.delete(oldest);
    }
    return token;
  }

  owner(token: string | undefined): string | undefined {
    return token === undefined ? undefined : this.#owners.get(token);
  }

  revokeAll(): void {
    this.#owners.clear();
  }
}
