import type { DirectoryItem } from '../../../preload/contract/index.ts';
import type { DirectoryWriter } from '../service.ts';
import type { Membership } from './addressbook.ts';
import type { OwnDestination } from './management.ts';

interface Known {
  uri: string;
  name: string;
  managed?: boolean;
  ready?: boolean;
  subscribed: boolean;
  received: number;
  sent: number;
  uncommitted: number;
}

/**
 * The destinations in the directory. A membership counts as ours once one of its destinations is subscribed to or
 * listed by the management API: the addressbook does not say which one we are.
 */
export class Destinations {
  #directory: DirectoryWriter;
  /** Deliveries are committed by hand; destinations can be removed. */
  #can: { commit: boolean; remove: boolean };
  #known = new Map<string, Known>();
  #ours = new Set<string>();
  /** Counted, and not shown yet. */
  #counted = new Set<string>();

  constructor(directory: DirectoryWriter, can: { commit: boolean; remove: boolean }) {
    this.#directory = directory;
    this.#can = can;
  }

  addressbook(memberships: readonly Membership[]): void {
    for (const { destinations } of memberships) {
      for (const { uri, name } of destinations) this.#learn(uri, { name });
    }
  }

  own(destinations: readonly OwnDestination[]): void {
    for (const { uri, name, managed, ready } of destinations) {
      this.#claim(uri);
      this.#learn(uri, { name, managed, ready });
    }
  }

  subscribed(uri: string): void {
    this.#claim(uri);
    this.#learn(uri, { subscribed: true });
  }

  unsubscribed(uri: string): void {
    if (this.#known.has(uri)) this.#learn(uri, { subscribed: false });
  }

  lineLost(): void {
    for (const { uri, subscribed } of this.#known.values()) if (subscribed) this.unsubscribed(uri);
  }

  received(from: string | undefined, to: string | undefined): void {
    this.#count(from, 'received');
    if (to !== from) this.#count(to, 'received');
  }

  sent(from: string, to: string): void {
    this.#count(from, 'sent');
    if (to !== from) this.#count(to, 'sent');
  }

  uncommitted(uri: string, uncommitted: number): void {
    const known = this.#known.get(uri);
    if (!known) return;
    known.uncommitted = uncommitted;
    this.#showSoon(uri);
  }

  remove(uri: string): void {
    this.#known.delete(uri);
    this.#directory.remove('destination', uri);
    this.#directory.remove('peer', uri);
  }

  named(name: string): string | undefined {
    return [...this.#known.values()].find((known) => known.name === name && this.#isOurs(known.uri))?.uri;
  }

  /** Only of destinations known otherwise: what strangers write into messages makes no items. */
  #count(uri: string | undefined, counter: 'received' | 'sent'): void {
    const known = uri === undefined ? undefined : this.#known.get(uri);
    if (!known) return;
    known[counter] += 1;
    this.#showSoon(known.uri);
  }

  /** In a flood thousands are counted in one turn of the event loop: they are shown once. */
  #showSoon(uri: string): void {
    if (this.#counted.size === 0) setImmediate(() => this.#showCounted());
    this.#counted.add(uri);
  }

  #showCounted(): void {
    for (const uri of this.#counted) {
      const known = this.#known.get(uri);
      if (known) this.#show(known);
    }
    this.#counted.clear();
  }

  #learn(uri: string, news: Partial<Known>): void {
    const fresh = { uri, name: nameOf(uri), subscribed: false, received: 0, sent: 0, uncommitted: 0 };
    const known = { ...fresh, ...this.#known.get(uri), ...news };
    this.#known.set(uri, known);
    this.#show(known);
  }

  #show(known: Known): void {
    if (this.#isOurs(known.uri)) this.#directory.put(this.#destination(known));
    else this.#putPeer(known);
  }

  #putPeer(known: Known): void {
    const membership = membershipOf(known.uri);
    if (membership !== undefined && !this.#directory.get('membership', membership)) {
      this.#directory.put({ ...blank, kind: 'membership', id: membership, title: membership });
    }
    this.#directory.put(peer(known, membership));
  }

  #isOurs(uri: string): boolean {
    return this.#ours.has(membershipOf(uri) ?? uri);
  }

  /** Moves what was taken for a peer's over to our own. */
  #claim(uri: string): void {
    const membership = membershipOf(uri) ?? uri;
    if (this.#ours.has(membership)) return;
    this.#ours.add(membership);
    this.#directory.remove('membership', membership);
    for (const known of this.#known.values()) {
      if (!this.#isOurs(known.uri) || !this.#directory.get('peer', known.uri)) continue;
      this.#directory.remove('peer', known.uri);
      this.#directory.put(this.#destination(known));
    }
  }

  #destination(known: Known): DirectoryItem {
    const { uri, name, managed, ready, subscribed } = known;
    const kind = managed === undefined ? [] : [managed ? 'managed' : 'external'];
    const badges = [...(subscribed ? ['subscribed'] : []), ...kind, ...(ready === false ? ['not ready'] : [])];
    const offers: DirectoryItem['offers'] = [
      subscribed
        ? { label: 'Unsubscribe', action: 'unsubscribe', input: { destinations: [uri] }, how: 'run' }
        : { label: 'Subscribe', action: 'subscribe', input: { destinations: [uri] }, how: 'run' },
      { label: 'Produce from', action: 'produce', input: { from: uri }, how: 'compose' },
    ];
    if (this.#can.remove)
      offers.push({ label: 'Remove', action: 'remove-destination', input: { name }, how: 'confirm' });
    const uncommitted = this.#can.commit ? [{ label: 'uncommitted', value: known.uncommitted }] : [];
    const counters = [...counted(known), ...uncommitted];
    return { kind: 'destination', id: uri, title: name, detail: uri, badges, counters, offers };
  }
}

const blank = { badges: [], counters: [], offers: [] };

function peer(known: Known, membership: string | undefined): DirectoryItem {
  const { uri, name } = known;
  return {
    kind: 'peer',
    id: uri,
    title: name,
    detail: uri,
    ...(membership !== undefined && { parent: membership }),
    badges: [],
    counters: counted(known),
    offers: [{ label: 'Produce to', action: 'produce', input: { to: uri }, how: 'compose' }],
  };
}

const counted = ({ received, sent }: Known) => [
  { label: 'received', value: received },
  { label: 'sent', value: sent },
];

/** `kld://app2app/m/<membership>/e/<environment>/s/<service>/d/<name>`; `/z/<zone>` may come first. */
export const membershipOf = (uri: string): string | undefined => /\/m\/([^/]+)\//.exec(uri)?.[1];

const nameOf = (uri: string): string => /\/d\/([^/]+)$/.exec(uri)?.[1] ?? uri;
