import type { DirectoryItem } from '../../../preload/contract/index.ts';
import { own } from '../../own.ts';
import type { DirectoryWriter } from '../service.ts';
import type { Catalogue } from './catalogue.ts';
import { idIn, isObject, type Message, objectsIn } from './message.ts';

/** More channels and subscribers than this are not listed. */
const channelLimit = 2000;
const subscriberLimit = 10_000;

type Presence = NonNullable<DirectoryItem['presence']>;

/** The documented values of `availability`. */
const tones = new Map<unknown, Presence['tone']>([
  ['available', 'good'],
  ['busy', 'busy'],
  ['dnd', 'busy'],
  ['invisible', 'off'],
]);

/**
 * Channels and their subscribers in the directory. They are known by their shape, the documented models Channel
 * Membership and Channel Subscriber: the types of the messages that carry them are not public.
 */
export class Roster {
  readonly #directory: DirectoryWriter;
  readonly #catalogue: Catalogue;
  readonly #channels = new Set<string>();
  readonly #subscribers = new Map<string, DirectoryItem>();

  constructor(directory: DirectoryWriter, catalogue: Catalogue) {
    this.#directory = directory;
    this.#catalogue = catalogue;
  }

  learn({ type, fields }: Message): void {
    const memberships = objectsIn(fields, 'memberships');
    if (memberships) this.#listChannels(memberships);
    const subscribers = objectsIn(fields, 'subscribers');
    if (subscribers) this.#listSubscribers(subscribers, idIn(fields, 'channel-id'));
    for (const name of ['membership', 'subscriber']) {
      const one = own(fields, name);
      if (isObject(one)) this.#learnOne(one, fields);
    }
    if (type === 'invitation') this.#invited(fields);
    else this.#learnOne(fields, fields);
  }

  /** Who is there is not known any more. */
  lineLost(): void {
    for (const [key, { presence: _, ...item }] of this.#subscribers) this.#put(key, item);
  }

  /** A model that stands by itself, or is the message. */
  #learnOne(model: object, around: object): void {
    if (typeof own(model, 'availability') === 'string') this.#subscriber(model, idIn(around, 'channel-id'));
    else if (typeof own(model, 'administrator') === 'boolean') this.#member(model);
  }

  #listChannels(memberships: readonly object[]): void {
    const listed = new Set(memberships.slice(0, channelLimit).map((each) => this.#member(each)));
    for (const id of this.#channels) {
      const item = listed.has(id) ? undefined : this.#directory.get('channel', id);
      if (item) this.#directory.put({ ...item, badges: ['not listed'] });
    }
  }

  #listSubscribers(subscribers: readonly object[], channel: string | undefined): void {
    const listed = new Set(subscribers.slice(0, subscriberLimit).map((each) => this.#subscriber(each, channel)));
    for (const [key, item] of this.#subscribers) {
      if (item.parent !== channel || listed.has(key)) continue;
      this.#put(key, { ...item, presence: { tone: 'off', text: 'not listed' } });
    }
  }

  #member(membership: object): string | undefined {
    return this.#channel(membership, own(membership, 'administrator') === true ? ['administrator'] : []);
  }

  #invited(fields: object): void {
    const id = idIn(fields, 'channel-id');
    const known = id === undefined ? undefined : this.#directory.get('channel', id);
    this.#channel(fields, known?.badges ?? ['invited']);
  }

  #channel(fields: object, badges: string[]): string | undefined {
    const id = idIn(fields, 'channel-id');
    if (id === undefined || (!this.#channels.has(id) && this.#channels.size >= channelLimit)) return undefined;
    this.#channels.add(id);
    const token = idIn(fields, 'invite-token');
    const values = new Map([['channel-id', id], ...(token === undefined ? [] : [['invite-token', token] as const])]);
    const detail = detailOf(id, own(fields, 'attributes'));
    const offers = this.#catalogue.offersWith([...values.keys()], values);
    this.#directory.put({ ...blank, kind: 'channel', id, title: idIn(fields, 'name') ?? id, detail, badges, offers });
    return id;
  }

  #subscriber(model: object, channel: string | undefined): string | undefined {
    const id = idIn(model, 'id');
    if (id === undefined) return undefined;
    const key = JSON.stringify([channel ?? '', id]);
    if (!this.#subscribers.has(key) && this.#subscribers.size >= subscriberLimit) return undefined;
    const values = new Map([
      ['to', id],
      ['subscriber', id],
      ['recipient', id],
      ['channel-id', channel ?? ''],
    ] as const);
    this.#put(key, {
      ...blank,
      kind: 'subscriber',
      id: key,
      title: id,
      ...detailed(own(model, 'attributes')),
      ...(channel !== undefined && { parent: channel }),
      presence: presenceOf(model),
      badges: own(model, 'administrator') === true ? ['administrator'] : [],
      offers: this.#catalogue.offersWith(['to', 'subscriber', 'recipient'], values),
    });
    return key;
  }

  #put(key: string, item: DirectoryItem): void {
    this.#subscribers.set(key, item);
    this.#directory.put(item);
  }
}

const blank = { badges: [], counters: [], offers: [] };

function presenceOf(model: object): Presence {
  const availability = own(model, 'availability');
  const words = [availability, own(model, 'status')].filter((text) => typeof text === 'string' && text !== '');
  return { tone: tones.get(availability) ?? 'away', text: words.join(': ').slice(0, 300) };
}

function detailOf(id: string, attributes: unknown): string {
  return [id, attributesOf(attributes)].filter(Boolean).join(' · ');
}

function detailed(attributes: unknown): { detail?: string } {
  const detail = attributesOf(attributes);
  return detail === '' ? {} : { detail };
}

/** Metadata of any kind, in one line. */
function attributesOf(attributes: unknown): string {
  if (!isObject(attributes)) return '';
  const shown = Object.entries(attributes)
    .slice(0, 20)
    .map(([name, value]) => `${name.slice(0, 50)}: ${textOf(value)}`);
  return shown.join(', ').slice(0, 300);
}

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? '…' : String(value).slice(0, 100);
