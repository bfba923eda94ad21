import type { DirectoryItem } from '../../../../preload/contract/index.ts';
import type { DirectoryWriter } from '../../service.ts';

type State = 'pending' | 'subscribed' | 'unanswered' | 'refused' | 'put out' | 'left';

interface Channel {
  name: string;
  state: State;
  /** To be subscribed to again on a new line. */
  wanted: boolean;
  /** Goes with the subscription. */
  data: unknown;
  received: number;
  sent: number;
}

/** The channels that were asked for, in the directory. What a server makes up is not among them. */
export class Channels {
  readonly #directory: DirectoryWriter;
  readonly #known = new Map<string, Channel>();
  /** Counted, and not shown yet. */
  readonly #counted = new Set<Channel>();

  constructor(directory: DirectoryWriter, wanted: readonly string[]) {
    this.#directory = directory;
    for (const name of wanted) this.#learn(name, { state: 'left', wanted: true });
  }

  /** To be asked for on a new line. */
  get wanted(): { name: string; data: unknown }[] {
    return [...this.#known.values()].filter(({ wanted }) => wanted);
  }

  asked(name: string, data: unknown): void {
    this.#learn(name, { state: 'pending', data });
  }

  /**
   * The server said yes or no, perhaps late, or nothing in time. What it refuses is not asked for again, unless the
   * profile says so.
   */
  answered(name: string, accepted: boolean | undefined): void {
    const state = this.#known.get(name)?.state;
    // It may have been left meanwhile.
    if (state !== 'pending' && state !== 'unanswered') return;
    if (accepted === undefined) this.#learn(name, { state: 'unanswered' });
    else this.#learn(name, accepted ? { state: 'subscribed', wanted: true } : { state: 'refused' });
  }

  left(name: string): void {
    this.#learn(name, { state: 'left', wanted: false });
  }

  /** Of one channel, or of all. */
  putOut(name: string | undefined): void {
    const names = name === undefined ? [...this.#known.keys()] : [name];
    for (const each of names) {
      if (this.#known.get(each)?.state === 'subscribed') this.#learn(each, { state: 'put out', wanted: false });
    }
  }

  lineLost(): void {
    for (const { name, state } of this.#known.values()) {
      if (state === 'subscribed' || state === 'pending' || state === 'unanswered') this.#learn(name, { state: 'left' });
    }
  }

  /** Hostile servers make up channels: only what was asked for is counted. */
  count(name: string, way: 'received' | 'sent'): void {
    const known = this.#known.get(name);
    if (!known) return;
    known[way] += 1;
    // In a flood thousands are counted in one turn of the event loop: they are shown once.
    if (this.#counted.size === 0) setImmediate(() => this.#showCounted());
    this.#counted.add(known);
  }

  #showCounted(): void {
    for (const channel of this.#counted) this.#directory.put(itemOf(channel));
    this.#counted.clear();
  }

  #learn(name: string, news: Partial<Channel>): void {
    const fresh: Channel = { name, state: 'left', wanted: false, data: undefined, received: 0, sent: 0 };
    const channel = Object.assign(this.#known.get(name) ?? fresh, news);
    this.#known.set(name, channel);
    this.#directory.put(itemOf(channel));
  }
}

function itemOf({ name, state, received, sent }: Channel): DirectoryItem {
  const counters = [
    { label: 'received', value: received },
    { label: 'sent', value: sent },
  ];
  const inside = state === 'subscribed' || state === 'pending';
  return {
    kind: 'channel',
    id: name,
    title: name,
    badges: state === 'left' ? [] : [state],
    counters: counters.filter(({ value }) => value > 0),
    offers: [
      inside
        ? { label: 'Unsubscribe', action: 'unsubscribe', input: { channel: name }, how: 'run' }
        : { label: 'Subscribe', action: 'subscribe', input: { channel: name }, how: 'run' },
      { label: 'Publish', action: 'publish', input: { channel: name }, how: 'compose' },
    ],
  };
}
