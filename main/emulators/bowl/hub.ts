import { Groups } from './groups.ts';
import { Objection, type People, type User } from './people.ts';

/** Where events for an account go: a socket, or a persona. */
export interface Receiver {
  emit(event: string, payload: unknown): void;
  /** Somebody else has logged in to the account. */
  displaced(): void;
}

export type Fields = Readonly<Record<string, unknown>>;

/** The real server ends over this request. */
export class Crash extends Error {}

/** Who is there, and what goes from one to the other. Everything throws an {@link Objection} in the server's words. */
export class Hub {
  readonly people: People;
  readonly groups = new Groups();
  readonly #registration: 'lost' | 'kept';
  readonly #registered = new Map<string, Receiver>();
  readonly #rooms = new Map<string, Set<Receiver>>();
  /** Pairs of ids, in either order; `asked` until they are accepted. */
  readonly #contacts: { from: string; to: string; accepted: boolean }[] = [];

  constructor(people: People, registration: 'lost' | 'kept') {
    this.people = people;
    this.#registration = registration;
  }

  isOnline(user: User): boolean {
    return this.#registered.has(user.id);
  }

  /** One receiver per account: an older one is displaced. Others are told first, rooms joined, then it is greeted. */
  enter(user: User, receiver: Receiver): void {
    const older = this.#registered.get(user.id);
    this.#registered.set(user.id, receiver);
    older?.displaced();
    this.#tellOthers(user, receiver, 'online');
    for (const { id } of this.groups.of(user)) this.#room(id).add(receiver);
    receiver.emit('onlineChats', this.#onlineChats(user));
  }

  /** As in the real server, the leaving of a displaced receiver takes the registration of the one after it with it. */
  leave(user: User, receiver: Receiver): void {
    for (const room of this.#rooms.values()) room.delete(receiver);
    const own = this.#registered.get(user.id) === receiver;
    if (!own && this.#registration === 'kept') return;
    if (this.#registered.delete(user.id)) this.#tellOthers(user, receiver, 'offline');
  }

  befriend(one: User, other: User): void {
    this.#contacts.push({ from: one.id, to: other.id, accepted: true });
  }

  /** Who is not registered is offline; nothing is kept for them. Fields the server does not know pass. */
  contactMessage(from: User, { to, ...rest }: Fields): void {
    this.#receiver(to, 'Contact is not online!').emit(
      'contactChatMessage',
      JSON.stringify({ ...rest, from: from.email }),
    );
  }

  groupMessage(from: User, sender: Receiver, fields: Fields): void {
    const group = this.groups.get(fields.groupId);
    if (!group?.members.has(from.id)) throw new Objection('User not in given group!');
    this.#tellRoom(group.id, sender, 'groupChatMessage', JSON.stringify({ ...fields, from: from.email }));
  }

  /** Answers what is told about the other. */
  requestContact(from: User, email: unknown): { contactData: object } {
    const other = typeof email === 'string' ? this.people.find(email) : undefined;
    if (!other) throw new Objection('User not found!');
    const receiver = this.#receiver(email, 'User not available!');
    if (!this.#pair(from, other)) this.#contacts.push({ from: from.id, to: other.id, accepted: false });
    receiver.emit('contactRequestReceived', card(from));
    return { contactData: card(other) };
  }

  /** Both are told that the other is online. */
  acceptContact(user: User, email: unknown): void {
    const other = typeof email === 'string' ? this.people.find(email) : undefined;
    const pair = other && this.#pair(user, other);
    if (!other || !pair) throw new Crash('accepted what was not asked');
    pair.accepted = true;
    const [ours, theirs] = [this.#registered.get(user.id), this.#registered.get(other.id)];
    if (!ours || !theirs) return;
    theirs.emit('online', { email: user.email });
    ours.emit('online', { email: other.email });
  }

  invite(from: User, { groupId, encryptedGroupKey, email }: Fields): void {
    const group = this.groups.get(groupId);
    if (!group || !this.groups.isAdmin(groupId, from)) throw new Objection('Only admins can send group requests!');
    const { id, name, description } = group;
    const request = { name, description, groupId: id, encryptedGroupKey };
    this.#receiver(email, 'User not available!').emit('groupRequestReceived', request);
  }

  /** Whether there was an invitation is not checked. Answers the other members. */
  join(user: User, receiver: Receiver, groupId: unknown): { members: object[] } {
    const group = this.groups.get(groupId);
    if (!group) throw new Objection('Group not found!');
    this.#tellRoom(group.id, receiver, 'newGroupMember', { groupId: group.id, ...card(user) });
    if (!group.members.has(user.id)) group.members.set(user.id, false);
    this.joinRoom(group.id, receiver);
    this.#tellRoom(group.id, receiver, 'online', { email: user.email });
    const others = [...group.members].flatMap(([id, isAdmin]) => {
      const other = this.people.get(id);
      return other && other !== user ? [{ ...card(other), isAdmin }] : [];
    });
    return { members: others };
  }

  joinRoom(groupId: string, receiver: Receiver): void {
    this.#room(groupId).add(receiver);
  }

  receiverOf(user: User): Receiver | undefined {
    return this.#registered.get(user.id);
  }

  #receiver(email: unknown, absent: string): Receiver {
    const user = typeof email === 'string' ? this.people.find(email) : undefined;
    const receiver = user && this.#registered.get(user.id);
    if (!receiver) throw new Objection(absent);
    return receiver;
  }

  #room(groupId: string): Set<Receiver> {
    const room = this.#rooms.get(groupId) ?? new Set();
    this.#rooms.set(groupId, room);
    return room;
  }

  #tellRoom(groupId: string, except: Receiver, event: string, payload: unknown): void {
    for (const receiver of this.#room(groupId)) if (receiver !== except) receiver.emit(event, payload);
  }

  #tellOthers(user: User, receiver: Receiver, event: 'online' | 'offline'): void {
    for (const other of this.#contactsOf(user)) this.#registered.get(other.id)?.emit(event, { email: user.email });
    for (const { id } of this.groups.of(user)) this.#tellRoom(id, receiver, event, { email: user.email });
  }

  /** Requests that were not accepted count too. A group is named once for each of its other members. */
  #onlineChats(user: User): object {
    const contacts = this.#contactsOf(user).filter((other) => this.isOnline(other));
    const groups = this.groups.of(user).flatMap(({ id, members }) => {
      const others = [...members.keys()].flatMap((member) =>
        member === user.id ? [] : (this.people.get(member) ?? []),
      );
      const persons = others.filter((other) => this.isOnline(other)).map(({ email }) => email);
      return others.map(() => ({ groupId: id, persons }));
    });
    return { contacts: contacts.map(({ email }) => email), groups };
  }

  #contactsOf(user: User): User[] {
    return this.#contacts.flatMap(({ from, to }) => {
      const other = from === user.id ? to : to === user.id ? from : undefined;
      return this.people.get(other) ?? [];
    });
  }

  #pair(one: User, other: User) {
    return this.#contacts.find(
      ({ from, to }) => (from === one.id && to === other.id) || (from === other.id && to === one.id),
    );
  }
}

const card = ({ name, email, publicKey }: User) => ({ name, email, publicKey });
