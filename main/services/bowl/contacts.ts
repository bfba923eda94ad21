import { z } from 'zod';
import type { DirectoryItem } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import type { Context } from '../service.ts';
import type { Api } from './api.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';

/** More are not shown: a hostile server could name them without end. */
const contactsKept = 5000;

const remembered = z.record(
  z.string(),
  z.object({ name: z.string(), key: z.string(), changed: z.boolean().default(false) }),
);

interface Contact {
  email: string;
  name: string;
  /** What messages were encrypted for last. */
  key: PublicKey | undefined;
  /** Another key came than the one before, and the user has not said that it is right. */
  changed: boolean;
  /** The last key that was announced as differing. */
  announced: string;
  online: boolean | undefined;
  sent: number;
  received: number;
  queued: number;
}

/** The people that messages go to and come from, their keys and whether these changed. */
export class Contacts {
  readonly #context: Pick<Context<unknown>, 'directory' | 'memory' | 'record'>;
  readonly #api: Api;
  readonly #known = new Map<string, Contact>();

  constructor(context: Pick<Context<unknown>, 'directory' | 'memory' | 'record'>, api: Api) {
    this.#context = context;
    this.#api = api;
  }

  /** Brings back who was known in earlier sessions. */
  async recall(): Promise<void> {
    for (const [email, { name, key, changed }] of readRemembered(await this.#context.memory.get('contacts'))) {
      if (!this.#known.has(email)) this.#learn(email, { name, key: readPublicKey(key), changed });
    }
  }

  knows(email: string): boolean {
    return this.#known.has(email);
  }

  get emails(): string[] {
    return [...this.#known.keys()];
  }

  presence(email: string, online: boolean): void {
    this.#learn(email, { online });
  }

  /** Of the present line: who is online has been told anew, and everyone else is not. */
  onlyOnline(emails: readonly string[]): void {
    for (const { email } of this.#known.values()) this.#learn(email, { online: false });
    for (const email of emails) this.#learn(email, { online: true });
  }

  lineLost(): void {
    for (const { email } of this.#known.values()) this.#learn(email, { online: undefined });
  }

  sent(email: string): void {
    this.#learn(email, { sent: (this.#known.get(email)?.sent ?? 0) + 1 });
  }

  received(email: string): void {
    const contact = this.#known.get(email);
    if (contact) this.#learn(email, { received: contact.received + 1 });
  }

  queued(email: string, queued: number): void {
    this.#learn(email, { queued });
  }

  /** The key to encrypt with, asked for anew: no event tells that it changed. Rejects with a Refusal. */
  async keyOf(email: string, signal: AbortSignal): Promise<PublicKey> {
    const { name, publicKey } = await this.#api.details(email, signal);
    if (!publicKey) {
      const text = `The service has no key for ${email} that can be used.`;
      throw new Refusal(
        { code: 'protocol', text, hint: 'They must connect with a client that publishes one.' },
        { retry: false },
      );
    }
    await this.keep(email, name, publicKey);
    return publicKey;
  }

  /** A key that we asked for: from now on it is the one that others are compared with. */
  async keep(email: string, name: string, key: PublicKey | undefined): Promise<void> {
    if (key === undefined) return;
    this.told(email, key);
    const before = this.#known.get(email);
    if (before?.key?.base64 === key.base64 && (name === '' || before.name === name)) return;
    this.#learn(email, { ...(name !== '' && { name }), key, announced: '' });
    await this.#remember();
  }

  /** A key that the server named unasked: one that differs from ours is announced, and does not take its place. */
  told(email: string, key: PublicKey): void {
    const before = this.#known.get(email);
    if (!before?.key || before.key.base64 === key.base64 || before.announced === key.base64) return;
    this.#learn(email, { changed: true, announced: key.base64 });
    this.#context.record({
      direction: 'note',
      kind: 'key changed',
      tone: 'bad',
      args: [{ email, before: before.key.fingerprint, now: key.fingerprint }],
      preview: `${email} has another key than before. Compare its fingerprint with them over another way.`,
      offers: [{ label: 'This key is right', action: 'trust-key', input: { email }, how: 'run' }],
    });
  }

  /** The user has compared the fingerprints. */
  async trust(email: string): Promise<void> {
    if (!this.#known.has(email)) return;
    this.#learn(email, { changed: false });
    await this.#remember();
  }

  #learn(email: string, news: Partial<Contact>): void {
    const before = this.#known.get(email);
    if (!before && this.#known.size >= contactsKept) return;
    const fresh = {
      email,
      name: '',
      key: undefined,
      changed: false,
      announced: '',
      online: undefined,
      sent: 0,
      received: 0,
      queued: 0,
    };
    const contact = { ...fresh, ...before, ...news };
    this.#known.set(email, contact);
    this.#context.directory.put(item(contact));
  }

  async #remember(): Promise<void> {
    const all = [...this.#known.values()].flatMap(({ email, name, key, changed }) =>
      key ? [[email, { name, key: key.base64, changed }] as const] : [],
    );
    await this.#context.memory.put('contacts', JSON.stringify(Object.fromEntries(all)));
  }
}

function readRemembered(text: string | undefined): [string, z.output<typeof remembered>[string]][] {
  try {
    return Object.entries(remembered.parse(JSON.parse(text ?? '{}')));
  } catch {
    return [];
  }
}

function item({ email, name, key, changed, online, sent, received, queued }: Contact): DirectoryItem {
  return {
    kind: 'contact',
    id: email,
    title: name === '' ? email : name,
    ...detailOf({ name, email, key }),
    ...(online !== undefined && { presence: presenceOf(online) }),
    badges: changed ? ['key changed'] : [],
    counters: countersOf({ received, sent, queued }),
    offers: [
      { label: 'Message', action: 'message-contact', input: { to: email }, how: 'compose' },
      { label: 'Request contact', action: 'request-contact', input: { email }, how: 'run' },
      ...(changed ? [{ label: 'This key is right', action: 'trust-key', input: { email }, how: 'run' } as const] : []),
    ],
  };
}

/** The e-mail address where it is not the title already, and the fingerprint of the key. */
export function detailOf(who: Pick<Contact, 'name' | 'email' | 'key'>): Pick<DirectoryItem, 'detail'> {
  const { name, email, key } = who;
  const parts = [...(name === '' ? [] : [email]), ...(key ? [`key ${key.fingerprint}`] : [])];
  return parts.length === 0 ? {} : { detail: parts.join(' · ') };
}

/** Those that are not zero. */
export function countersOf(counts: Record<string, number>): DirectoryItem['counters'] {
  return Object.entries(counts)
    .filter(([, value]) => value > 0)
    .map(([label, value]) => ({ label, value }));
}

export const presenceOf = (online: boolean): NonNullable<DirectoryItem['presence']> =>
  online ? { tone: 'good', text: 'online' } : { tone: 'off', text: 'offline' };
