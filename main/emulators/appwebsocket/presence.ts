import type { Line } from './line.ts';
import { type Message, text } from './message.ts';
import { Subscribers } from './subscribers.ts';

interface User {
  sip: string;
  num: string;
  dn: string;
  guid: string;
  /** By contact: a phone (`tel:`) or a messenger (`im:`). */
  presence: Map<string, { activity: string; note: string }>;
  subscribers: Subscribers;
}

const people = [
  { sip: 'erika', num: '21', dn: 'Erika Mustermann' },
  { sip: 'jonas', num: '22', dn: 'Jonas Weiß' },
  { sip: 'reception', num: '10', dn: 'Reception' },
];

/** What the personas do all day. */
const day: { sip: string; contact: string; activity: string; note: string }[] = [
  { sip: 'erika', contact: 'tel:', activity: 'on-the-phone', note: '' },
  { sip: 'jonas', contact: 'im:', activity: 'away', note: 'Lunch until 13:00 🥪' },
  { sip: 'erika', contact: 'tel:', activity: '', note: '' },
  { sip: 'reception', contact: 'im:', activity: 'busy', note: 'Two visitors waiting' },
  { sip: 'jonas', contact: 'im:', activity: '', note: '' },
  { sip: 'erika', contact: 'im:', activity: 'dnd', note: 'Until the quote is written' },
  { sip: 'reception', contact: 'im:', activity: '', note: '' },
  { sip: 'erika', contact: 'im:', activity: '', note: '' },
];

/** The users of the PBX, and the part of `PbxApi` that tells and sets their presence (vendor's SDK, “PbxApi”). */
export class Presence {
  readonly #users: User[] = people.map((person, index) => ({
    ...person,
    guid: `0000000000000000000000000000000${index + 1}`,
    presence: new Map([
      ['tel:', { activity: '', note: '' }],
      ['im:', { activity: '', note: '' }],
    ]),
    subscribers: new Subscribers(),
  }));
  #hour = 0;

  subscribe(line: Line, request: Message): void {
    this.#with(line, request, (user) => {
      const { sip, num, dn, subscribers } = user;
      subscribers.add(line, request);
      subscribers.tellOne(line, 'PresenceState', { up: true, sip, num, dn, email: `${sip}@example.com` });
      subscribers.tellOne(line, 'PresenceUpdate', told(user));
    });
  }

  unsubscribe(line: Line, request: Message): void {
    this.#with(line, request, ({ subscribers }) => subscribers.remove(line));
  }

  set(line: Line, request: Message): void {
    const contact = text(request, 'contact') || 'im:';
    this.#with(line, request, (user) => {
      this.#change(user, contact, text(request, 'activity'), text(request, 'note'));
    });
  }

  /** The next thing that somebody does. */
  goOn(): void {
    const next = day[this.#hour++ % day.length];
    const user = this.#users.find(({ sip }) => sip === next?.sip);
    if (next && user) this.#change(user, next.contact, next.activity, next.note);
  }

  forget(line: Line): void {
    for (const { subscribers } of this.#users) subscribers.remove(line);
  }

  #change(user: User, contact: string, activity: string, note: string): void {
    user.presence.set(contact.slice(0, 100), { activity, note });
    if (user.presence.size > 10) user.presence.delete([...user.presence.keys()][2] ?? '');
    user.subscribers.tell('PresenceUpdate', () => told(user));
  }

  /** Answers the request, and then acts; or says that there is no such user. */
  #with(line: Line, request: Message, act: (user: User) => void): void {
    const user = this.#find(request);
    if (user) line.reply(request, {}, () => act(user));
    else line.reply(request, { error: 1, errorText: 'No such user' });
  }

  #find(request: Message): User | undefined {
    return this.#users.find(
      ({ sip, num, guid }) =>
        sip === text(request, 'sip') || num === text(request, 'num') || guid === text(request, 'guid'),
    );
  }
}

function told({ presence }: User): Message {
  return {
    presence: [...presence].map(([contact, { activity, note }]) => ({ contact, status: 'open', activity, note })),
  };
}
