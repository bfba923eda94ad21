import type { Draft } from '../../journal/draft.ts';
import { own } from '../../own.ts';
import type { Context } from '../service.ts';
import type { Contacts } from './contacts.ts';
import type { Groups } from './groups.ts';
import type { Invitations } from './invitations.ts';
import type { Messages } from './messages.ts';
import { listOf, nameLimit, readPacket, textOf } from './packet.ts';
import { readPublicKey } from './public-key.ts';

/** Longer names of events become an argument: they would burden every row of the log. */
const kindLimit = 200;
/** Of one list that the server sends. */
const listLimit = 5000;
const descriptionLimit = 2000;

interface Around {
  journal: Pick<Context<unknown>, 'record'>;
  contacts: Contacts;
  groups: Groups;
  invitations: Invitations;
  messages: Messages;
}

type Found = Pick<Draft, 'preview' | 'from' | 'to' | 'opened' | 'signature' | 'offers' | 'marks' | 'tone'>;
type Reader = (packet: object) => Found | undefined;

/** Everything the server sends unasked, recorded with all its arguments. */
export class Inbox {
  readonly #around: Around;
  readonly #readers: ReadonlyMap<string, Reader>;

  constructor(around: Around) {
    this.#around = around;
    this.#readers = new Map<string, Reader>([
      ['contactChatMessage', (packet) => this.#contactMessage(packet)],
      ['groupChatMessage', (packet) => this.#groupMessage(packet)],
      ['onlineChats', (packet) => this.#onlineChats(packet)],
      ['online', (packet) => this.#presence(packet, true)],
      ['offline', (packet) => this.#presence(packet, false)],
      ['contactRequestReceived', (packet) => this.#contactRequest(packet)],
      ['groupRequestReceived', (packet) => this.#groupRequest(packet)],
      ['newGroupMember', (packet) => this.#newMember(packet)],
    ]);
  }

  /** `asks`: the server asked for an acknowledgement; the protocol has none in this direction, so none is given. */
  event(name: string, args: unknown[], asks: boolean): void {
    const marks = asks ? ['asks for an answer'] : [];
    if (name.length > kindLimit) {
      this.#record(name.slice(0, kindLimit), [name, ...args], [...marks, 'long name'], {});
      return;
    }
    const reader = this.#readers.get(name);
    const packet = reader && readPacket(args[0]);
    const found = packet && reader?.(packet);
    if (reader && !found) marks.push('malformed');
    this.#record(name, args, marks, found ?? {});
  }

  #record(kind: string, args: unknown[], marks: string[], found: Found): void {
    this.#around.journal.record({
      opened: { state: 'plain' },
      signature: { state: 'none' },
      ...found,
      marks: [...marks, ...(found.marks ?? [])],
      direction: 'in',
      kind,
      args,
    });
  }

  /** The server does not check that the two are contacts: anyone with an account can write. */
  #contactMessage(packet: object): Found | undefined {
    const from = textOf(packet, 'from');
    if (typeof own(packet, 'message') !== 'string') return undefined;
    const known = from !== undefined && this.#around.contacts.knows(from);
    if (from !== undefined) this.#around.contacts.received(from);
    return { ...sealed(from), marks: known ? [] : ['unknown sender'] };
  }

  #groupMessage(packet: object): Found | undefined {
    const { groups, contacts } = this.#around;
    const [id, from] = [textOf(packet, 'groupId'), textOf(packet, 'from')];
    if (id === undefined || typeof own(packet, 'message') !== 'string') return undefined;
    const known = from !== undefined && (groups.hasMember(id, from) || contacts.knows(from));
    groups.counted(id, 'received');
    return { ...sealed(from), to: groups.nameOf(id) || id, marks: known ? [] : ['unknown sender'] };
  }

  #onlineChats(packet: object): Found {
    const { contacts, groups, messages } = this.#around;
    const online = texts(listOf(packet, 'contacts'));
    contacts.onlyOnline(online);
    // The server names a group once for each of its members.
    const found = new Map<string, Set<string>>();
    for (const group of listOf(packet, 'groups').slice(0, listLimit)) {
      const id = textOf(group, 'groupId');
      if (id === undefined) continue;
      const persons = found.get(id) ?? new Set();
      for (const person of texts(listOf(group, 'persons'))) if (persons.size < listLimit) persons.add(person);
      found.set(id, persons);
    }
    groups.onlyOnline(found);
    for (const email of online) void messages.flush(email);
    return { preview: `${count(online.length, 'contact')} online, ${count(found.size, 'group')}` };
  }

  #presence(packet: object, online: boolean): Found | undefined {
    const { contacts, groups, messages } = this.#around;
    const email = textOf(packet, 'email');
    if (email === undefined) return undefined;
    groups.presence(email, online);
    if (contacts.knows(email) || !groups.isMember(email)) contacts.presence(email, online);
    if (online) void messages.flush(email);
    return { from: email, preview: `${email} is ${online ? 'online' : 'offline'}` };
  }

  #contactRequest(packet: object): Found | undefined {
    const { contacts, invitations } = this.#around;
    const email = textOf(packet, 'email');
    if (email === undefined) return undefined;
    const [name, key] = [textOf(packet, 'name') ?? '', readPublicKey(own(packet, 'publicKey'))];
    if (key) contacts.told(email, key);
    const offers = invitations.contact({ email, name, key });
    return { from: email, preview: `${name || email} asks to be a contact`, offers };
  }

  #groupRequest(packet: object): Found | undefined {
    const { groups, invitations } = this.#around;
    const id = textOf(packet, 'groupId');
    if (id === undefined) return undefined;
    const name = textOf(packet, 'name') ?? groups.nameOf(id) ?? '';
    const description = textOf(packet, 'description', descriptionLimit) ?? '';
    const encryptedGroupKey = textOf(packet, 'encryptedGroupKey', descriptionLimit);
    const offers = invitations.group({ id, name, description, encryptedGroupKey });
    const preview = `Invitation to the group ${name || id}`;
    return { preview, offers, ...(encryptedGroupKey !== undefined && { opened: { state: 'pending' } }) };
  }

  #newMember(packet: object): Found | undefined {
    const { contacts, groups } = this.#around;
    const [id, email] = [textOf(packet, 'groupId'), textOf(packet, 'email')];
    if (id === undefined || email === undefined) return undefined;
    const [name, key] = [textOf(packet, 'name') ?? '', readPublicKey(own(packet, 'publicKey'))];
    if (key) contacts.told(email, key);
    groups.member(id, email, { name, key });
    return { from: email, to: groups.nameOf(id) || id, preview: `${name || email} has joined the group` };
  }
}

function sealed(from: string | undefined): Found {
  return {
    ...(from !== undefined && { from }),
    preview: 'Encrypted message',
    opened: { state: 'pending' },
    signature: { state: 'unsigned' },
  };
}

function texts(list: unknown[]): string[] {
  const isName = (text: unknown): text is string => typeof text === 'string' && text !== '' && text.length <= nameLimit;
  return [...new Set(list.slice(0, listLimit).filter(isName))];
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
