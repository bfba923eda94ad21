import { own } from '../../own.ts';
import { Refusal } from '../../refusal.ts';
import { notOpen } from '../../transports/failure.ts';
import type { Context, Performed } from '../service.ts';
import type { Api } from './api.ts';
import type { Contacts } from './contacts.ts';
import type { Admission } from './entrance.ts';
import type { Groups } from './groups.ts';
import type { Invitations } from './invitations.ts';
import { openGroupKey } from './opening.ts';
import { listOf, type Outcome, textOf } from './packet.ts';
import { readPublicKey } from './public-key.ts';
import { makeGroupKey, type Suite, sealGroupKey } from './suite.ts';
import type { Wire } from './wire.ts';

interface Around {
  context: Pick<Context<unknown>, 'record' | 'lens'>;
  api: Api;
  wire: Wire;
  contacts: Contacts;
  groups: Groups;
  invitations: Invitations;
  suite: Suite;
  /** Ends what goes on over HTTP. */
  signal: AbortSignal;
}

/** The service never acknowledges an accepted contact, though its page says so (observed on bowl-cloud). */
const unacknowledged = {
  timeout: 1500,
  silence: { name: 'sent', tone: 'plain', text: 'The service does not acknowledge this.' },
} as const;

/** Who is a contact of ours and who is in which group: requests, invitations, groups and their keys. */
export class Community {
  readonly #around: Around;
  #admission: Admission | undefined;

  constructor(around: Around) {
    this.#around = around;
  }

  admitted(admission: Admission): void {
    this.#admission = admission;
  }

  requestContact(email: string): Performed {
    const { wire } = this.#around;
    const { recorded } = wire.ask({
      event: 'sendContactRequest',
      payload: JSON.stringify({ email }),
      draft: { to: email, preview: email, resend: { action: 'request-contact', input: { email } } },
      answered: ({ ok, value }) => ok && this.#keep(own(value, 'contactData')),
    });
    return { entry: recorded.id };
  }

  async acceptContact(email: string): Promise<Performed> {
    const { wire, contacts, invitations } = this.#around;
    const { name, key } = invitations.contactOf(email);
    const { recorded } = wire.ask({
      event: 'acceptContactRequest',
      payload: JSON.stringify({ email }),
      draft: { to: email, preview: email },
      patience: unacknowledged,
    });
    invitations.answered('contact', email);
    await contacts.keep(email, name, key);
    return { entry: recorded.id };
  }

  declineContact(email: string): Performed {
    const { wire, invitations } = this.#around;
    invitations.contactOf(email);
    const { recorded } = wire.ask({
      event: 'declineContactRequest',
      payload: JSON.stringify({ email }),
      draft: { to: email, preview: email },
      answered: ({ ok }) => ok && invitations.answered('contact', email),
    });
    return { entry: recorded.id };
  }

  /** Over HTTP; then makes the group's key. */
  async createGroup(input: { name: string; description: string }): Promise<Performed> {
    const { api, groups, signal } = this.#around;
    const { id, name, description } = await api.createGroup(this.#token(), input, signal);
    await groups.keep(id, { name, description, key: makeGroupKey() });
    return this.#note('group created', `The group ${name} was made, and a key for it. Invite others to it.`, {
      id,
      name,
    });
  }

  async editGroup(input: { group: string; name: string; description: string }): Promise<Performed> {
    const { api, groups, signal } = this.#around;
    const { group, name, description } = input;
    await api.editGroup(this.#token(), { id: group, name, description }, signal);
    await groups.rename(group, { name, description });
    return this.#note('group edited', `The group is called ${name} now.`, input);
  }

  async listMembers(group: string): Promise<Performed> {
    const { api, signal } = this.#around;
    const members = await api.groupMembers(this.#token(), group, signal);
    const count = Array.isArray(members) ? members.length : 0;
    return this.#note('group members', `The service lists ${count} members.`, members ?? null);
  }

  /** Passes the group's key on, encrypted for the member. */
  async invite({ group, email }: { group: string; email: string }): Promise<Performed> {
    const { wire, groups, contacts, suite, signal } = this.#around;
    wire.open();
    const groupKey = groups.keyOf(group);
    const { key } = await contacts.keyOf(email, signal);
    const encryptedGroupKey = sealGroupKey(groupKey, key, suite);
    const { recorded } = wire.ask({
      event: 'sendGroupRequest',
      payload: JSON.stringify({ groupId: group, encryptedGroupKey, email }),
      draft: {
        to: email,
        preview: `${email} to ${groups.nameOf(group) || group}`,
        resend: { action: 'invite', input: { group, email } },
      },
    });
    return { entry: recorded.id };
  }

  /** Rejects with a Refusal, and joins nothing, where the group's key does not open. */
  async acceptGroup(id: string): Promise<Performed> {
    const { wire, groups, invitations } = this.#around;
    wire.open();
    const { name, description, encryptedGroupKey } = invitations.groupOf(id);
    const key = await this.#openGroupKey(encryptedGroupKey);
    const { recorded } = wire.ask({
      event: 'acceptGroupRequest',
      payload: JSON.stringify({ groupId: id }),
      draft: { to: name || id, preview: name || id },
      answered: (outcome) => {
        if (outcome.ok) this.#joined(id, outcome);
      },
    });
    await groups.keep(id, { name, description, key });
    return { entry: recorded.id };
  }

  declineGroup(id: string): Performed {
    const { wire, invitations } = this.#around;
    const { name } = invitations.groupOf(id);
    const { recorded } = wire.ask({
      event: 'declineGroupRequest',
      payload: JSON.stringify({ groupId: id }),
      draft: { to: name || id, preview: name || id },
      answered: ({ ok }) => ok && invitations.answered('group', id),
    });
    return { entry: recorded.id };
  }

  /** Reads the keys of all contacts again. */
  async refresh(): Promise<Performed> {
    const { contacts, signal } = this.#around;
    const { emails } = contacts;
    const outcomes = await Promise.allSettled(
      emails.slice(0, refreshLimit).map((email) => contacts.keyOf(email, signal)),
    );
    const read = outcomes.filter(({ status }) => status === 'fulfilled').length;
    return this.#note('contacts refreshed', `The keys of ${read} of ${emails.length} contacts were read.`, { read });
  }

  async trustKey(email: string): Promise<Performed> {
    await this.#around.contacts.trust(email);
    return this.#note('key trusted', `The key of ${email} is taken for right.`, { email });
  }

  async #openGroupKey(sealed: string | undefined): Promise<string> {
    const own = this.#admission?.key;
    const found =
      own && sealed !== undefined ? await openGroupKey(sealed, own.privateKey, this.#around.context.lens) : undefined;
    if (found !== undefined) return found;
    const text = 'The group key of this invitation does not open with our key, so its messages could not be read.';
    throw new Refusal({ code: 'protocol', text, hint: 'Have a member invite us again.' }, { retry: false });
  }

  #joined(id: string, { value }: Outcome): void {
    const { groups, invitations } = this.#around;
    invitations.answered('group', id);
    for (const member of listOf(value, 'members').slice(0, 5000)) {
      const email = textOf(member, 'email');
      if (email === undefined) continue;
      const key = readPublicKey(own(member, 'publicKey'));
      if (key) this.#around.contacts.told(email, key);
      groups.member(id, email, { name: textOf(member, 'name') ?? '', key, admin: own(member, 'isAdmin') === true });
    }
  }

  #keep(contact: unknown): void {
    const email = textOf(contact, 'email');
    if (email === undefined) return;
    const key = readPublicKey(own(contact, 'publicKey'));
    // What the disk refuses is remembered for this session all the same.
    this.#around.contacts.keep(email, textOf(contact, 'name') ?? '', key).catch(() => {});
  }

  #token(): string {
    if (this.#admission) return this.#admission.token;
    throw notOpen();
  }

  #note(kind: string, text: string, fact: unknown): Performed {
    const { id } = this.#around.context.record({ direction: 'note', kind, args: [fact], preview: text });
    return { entry: id, text };
  }
}

/** Asked for at once. */
const refreshLimit = 100;
