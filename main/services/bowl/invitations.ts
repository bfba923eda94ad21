import type { DirectoryItem, Offer } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import type { DirectoryWriter } from '../service.ts';
import type { PublicKey } from './public-key.ts';

/** Kept of each kind; the oldest is forgotten. */
const invitationsKept = 500;

export interface ContactRequest {
  email: string;
  name: string;
  key: PublicKey | undefined;
}

export interface GroupRequest {
  id: string;
  name: string;
  description: string;
  /** The group's key, encrypted for ours. */
  encryptedGroupKey: string | undefined;
}

/** Requests of others that wait for our answer. The service keeps none: they are lost with the session. */
export class Invitations {
  readonly #directory: DirectoryWriter;
  readonly #contacts = new Map<string, ContactRequest>();
  readonly #groups = new Map<string, GroupRequest>();

  constructor(directory: DirectoryWriter) {
    this.#directory = directory;
  }

  contact(request: ContactRequest): Offer[] {
    const { email, name, key } = request;
    this.#put('contact', this.#contacts, email, request);
    const offers = offersOf('contact', { email });
    const detail = key ? `${email} · key ${key.fingerprint}` : email;
    this.#directory.put(item('contact', email, name === '' ? email : name, detail, offers));
    return offers;
  }

  group(request: GroupRequest): Offer[] {
    const { id, name, description } = request;
    this.#put('group', this.#groups, id, request);
    const offers = offersOf('group', { group: id });
    this.#directory.put(item('group', id, name === '' ? id : name, description, offers));
    return offers;
  }

  /**
   * Throws a Refusal where nobody of this address asked: the service does not survive the acceptance of a request that
   * there is not (read in bowl-cloud).
   */
  contactOf(email: string): ContactRequest {
    return this.#contacts.get(email) ?? missing(`No contact request from ${email} has come in this session.`);
  }

  groupOf(id: string): GroupRequest {
    return this.#groups.get(id) ?? missing('No invitation to this group has come in this session.');
  }

  answered(kind: 'contact' | 'group', id: string): void {
    (kind === 'contact' ? this.#contacts : this.#groups).delete(id);
    this.#directory.remove('request', `${kind} ${id}`);
  }

  #put<Request>(kind: 'contact' | 'group', requests: Map<string, Request>, id: string, request: Request): void {
    requests.set(id, request);
    for (const oldest of requests.keys()) {
      if (requests.size <= invitationsKept) break;
      requests.delete(oldest);
      this.#directory.remove('request', `${kind} ${oldest}`);
    }
  }
}

function missing(text: string): never {
  throw new Refusal({ code: 'settings', text, hint: 'Have it sent again while we are connected.' }, { retry: false });
}

function offersOf(kind: 'contact' | 'group', input: Record<string, string>): Offer[] {
  return [
    { label: 'Accept', action: `accept-${kind}`, input, how: 'run' },
    { label: 'Decline', action: `decline-${kind}`, input, how: 'run' },
  ];
}

function item(kind: 'contact' | 'group', id: string, title: string, detail: string, offers: Offer[]): DirectoryItem {
  return {
    kind: 'request',
    id: `${kind} ${id}`,
    title,
    ...(detail !== '' && { detail }),
    badges: [kind],
    counters: [],
    offers,
  };
}
