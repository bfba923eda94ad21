import { randomBytes } from 'node:crypto';
import { Destination } from './destination.ts';
import { makeIdentity } from './identity.ts';

/** An organisation in the environment, with its app credential and its key for the management API. */
export interface Membership {
  readonly id: string;
  /** Ten characters. */
  readonly user: string;
  /** 43 characters, URL-safe base64. */
  readonly password: string;
  readonly apiKey: string;
  readonly destinations: Map<string, Destination>;
}

/** All memberships and destinations of one App2App runtime. */
export class Environment {
  readonly id = shortId('e');
  readonly runtime = shortId('r');
  readonly memberships: Membership[] = [];
  readonly #byUri = new Map<string, Destination>();

  addMembership(): Membership {
    const membership: Membership = {
      id: shortId('m'),
      user: shortId('u'),
      password: randomBytes(32).toString('base64url'),
      apiKey: `${shortId('k')}-${randomBytes(24).toString('base64url')}`,
      destinations: new Map(),
    };
    this.memberships.push(membership);
    return membership;
  }

  /** The service holds key and certificate of a managed destination; the holder of an external one registers its own. */
  async addDestination(membership: Membership, name: string, managed: boolean): Promise<Destination> {
    const destination = new Destination({
      name,
      managed,
      uri: `kld://app2app/m/${membership.id}/e/${this.id}/s/${this.runtime}/d/${name}`,
      // Which ten-character id the vendor puts here is not known.
      subject: `app2app-${membership.id}-${name}`,
    });
    if (managed) Object.assign(destination, await makeIdentity(destination.subject));
    membership.destinations.set(name, destination);
    this.#byUri.set(destination.uri, destination);
    return destination;
  }

  removeDestination(membership: Membership, destination: Destination): void {
    membership.destinations.delete(destination.name);
    this.#byUri.delete(destination.uri);
  }

  destination(uri: string): Destination | undefined {
    return this.#byUri.get(uri);
  }

  /** The destination, where it is one of the membership's own. */
  own(membership: Membership, uri: string): Destination | undefined {
    const destination = this.#byUri.get(uri);
    return destination && membership.destinations.get(destination.name) === destination ? destination : undefined;
  }

  /** Accepts `Basic <base64>`, as vendor code sends it, and the bare base64 that the vendor's page describes. */
  authorise(authorization: string | undefined): Membership | undefined {
    const credential = Buffer.from((authorization ?? '').replace(/^Basic\s+/i, ''), 'base64').toString();
    return this.memberships.find(({ user, password }) => `${user}:${password}` === credential);
  }
}

/** Ten characters, as the vendor's identifiers have. */
function shortId(first: string): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return first + Array.from(randomBytes(9), (byte) => letters[byte % letters.length]).join('');
}
