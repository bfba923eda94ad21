import type { DirectoryItem, Offer } from '../../../preload/contract/index.ts';
import { own } from '../../own.ts';
import type { DirectoryWriter } from '../service.ts';
import { type Reading, textOf } from './message.ts';

type Tone = NonNullable<DirectoryItem['presence']>['tone'];

/** Those whose presence is watched. */
const watchLimit = 1000;

const busy = /busy|dnd|phone|meeting|appointment|occupied/i;
const away = /away|lunch|vacation|holiday|travel|right-back|absent|leave/i;

/** Digits name a number, anything else a SIP name. */
export function whoOf(who: string): { sip: string } | { num: string } {
  return /^[+*#\d]+$/.test(who) ? { num: who } : { sip: who };
}

/** Presence as the PBX tells it: `PresenceState` who it is, `PresenceUpdate` the activity by contact (“PbxApi”). */
export class Presences {
  readonly #directory: DirectoryWriter;
  readonly #wanted = new Set<string>();

  constructor(directory: DirectoryWriter, wanted: readonly string[]) {
    this.#directory = directory;
    this.#wanted = new Set(wanted);
  }

  /** To be asked for on each line. */
  get wanted(): string[] {
    return [...this.#wanted];
  }

  watch(who: string): void {
    if (this.#wanted.size < watchLimit) this.#wanted.add(who);
    if (!this.#directory.get('presence', who)) this.#directory.put(itemOf(who));
  }

  unwatch(who: string): void {
    this.#wanted.delete(who);
    this.#directory.remove('presence', who);
  }

  /** `who`: whom the subscription is for, by whose `src` this came. */
  heard(who: string, { mt, body, error }: Reading): void {
    const item = this.#directory.get('presence', who);
    if (!item) return;
    if (error !== undefined) this.#directory.put({ ...item, presence: { tone: 'off', text: error.slice(0, 200) } });
    else if (mt === 'PresenceState') this.#directory.put({ ...item, ...stateOf(body, item) });
    else if (mt === 'PresenceUpdate') this.#directory.put({ ...item, presence: presenceOf(body) });
  }

  /** What is shown holds no longer. */
  lineLost(): void {
    for (const { presence, ...item } of this.#directory.list('presence')) this.#directory.put(item);
  }
}

function itemOf(who: string): DirectoryItem {
  return { kind: 'presence', id: who, title: who, badges: [], counters: [], offers: offersOf(who, who) };
}

/** `sip`: as whom it is set; a number is no name for that. */
function offersOf(who: string, sip: string): Offer[] {
  return [
    { label: 'Set presence', action: 'set-presence', input: { who: sip, contact: 'im:' }, how: 'compose' },
    { label: 'Stop watching', action: 'unsubscribe-presence', input: { who }, how: 'run' },
  ];
}

function stateOf(body: object, item: DirectoryItem): Partial<DirectoryItem> {
  const [sip, num, email] = ['sip', 'num', 'email'].map((name) => textOf(body, name));
  const detail = [sip, num, email].filter((part) => part !== undefined && part !== '').join(' · ');
  const title = textOf(body, 'dn') || sip || item.title;
  const off = own(body, 'up') === false && { presence: { tone: 'off' as const, text: 'not reachable' } };
  return { title, offers: offersOf(item.id, sip || item.id), ...(detail !== '' && { detail }), ...off };
}

/** Of several contacts the one that counts most; with all that they say. */
function presenceOf(body: object): NonNullable<DirectoryItem['presence']> {
  const list = own(body, 'presence');
  const contacts = (Array.isArray(list) ? list : []).slice(0, 20).map((contact) => ({
    tone: toneOf(textOf(contact, 'activity') ?? '', textOf(contact, 'status') ?? ''),
    text: wordsOf(textOf(contact, 'activity'), textOf(contact, 'note')),
  }));
  const tone = (['busy', 'away', 'good'] as const).find((each) => contacts.some((contact) => contact.tone === each));
  const said = [...new Set(contacts.map(({ text }) => text))].filter((text) => text !== '');
  return { tone: tone ?? 'off', text: said.join(', ').slice(0, 200) || (tone === 'good' ? 'available' : 'not there') };
}

function toneOf(activity: string, status: string): Tone {
  if (busy.test(activity)) return 'busy';
  if (away.test(activity)) return 'away';
  return status === 'closed' ? 'off' : 'good';
}

function wordsOf(activity = '', note = ''): string {
  return note === '' ? activity : activity === '' ? note : `${activity}: ${note}`;
}
