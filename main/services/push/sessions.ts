import type { DirectoryItem } from '../../../preload/contract/index.ts';
import type { DirectoryWriter } from '../service.ts';

interface Known {
  urn: string;
  listening: boolean;
  received: number;
  sent: number;
}

/** The oldest are forgotten: who registers again and again makes many. */
const kept = 200;

/** The sessions in the directory: the one that is used, and those before it. */
export class Sessions {
  readonly #directory: DirectoryWriter;
  readonly #known = new Map<string, Known>();
  /** Listened to by hand; again after the next reconnect. */
  readonly #wanted = new Set<string>();
  #current: string | undefined;
  #remembered: string | undefined;
  /** Counted, and not shown yet. */
  readonly #counted = new Set<string>();

  constructor(directory: DirectoryWriter) {
    this.#directory = directory;
  }

  get current(): string | undefined {
    return this.#current;
  }

  get wanted(): string[] {
    return [...this.#wanted].filter((urn) => urn !== this.#current);
  }

  /** From now on this one is used. */
  use(urn: string): void {
    const before = this.#current;
    this.#current = urn;
    this.#remembered = urn;
    if (before !== undefined && before !== urn) this.#learn(before, {});
    this.#learn(urn, {});
  }

  /** The current one will not be taken up again by a later connection. */
  forgotten(): void {
    this.#remembered = undefined;
    if (this.#current !== undefined) this.#learn(this.#current, {});
  }

  want(urn: string, wanted: boolean): void {
    if (wanted) this.#wanted.add(urn);
    else this.#wanted.delete(urn);
  }

  listening(urn: string, listening: boolean): void {
    if (listening || this.#known.has(urn)) this.#learn(urn, { listening });
  }

  isListening(urn: string): boolean {
    return this.#known.get(urn)?.listening === true;
  }

  /** Out of one, or out of all. */
  kickedOut(urn: string | undefined): void {
    const all = urn === undefined ? [...this.#known.keys()] : [urn];
    for (const each of all) if (this.isListening(each)) this.#learn(each, { listening: false });
  }

  lineLost(): void {
    this.kickedOut(undefined);
  }

  count(urn: string, counter: 'received' | 'sent'): void {
    const known = this.#known.get(urn);
    if (!known) return;
    known[counter] += 1;
    // In a flood thousands are counted in one turn of the event loop: they are shown once.
    if (this.#counted.size === 0) setImmediate(() => this.#showCounted());
    this.#counted.add(urn);
  }

  #showCounted(): void {
    for (const urn of this.#counted) {
      const known = this.#known.get(urn);
      if (known) this.#directory.put(this.#itemOf(known));
    }
    this.#counted.clear();
  }

  #learn(urn: string, news: Partial<Known>): void {
    const known = { urn, listening: false, received: 0, sent: 0, ...this.#known.get(urn), ...news };
    this.#known.set(urn, known);
    this.#directory.put(this.#itemOf(known));
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= kept) break;
      if (oldest === this.#current) continue;
      this.#known.delete(oldest);
      this.#wanted.delete(oldest);
      this.#directory.remove('session', oldest);
    }
  }

  #itemOf({ urn, listening, received, sent }: Known): DirectoryItem {
    const current = urn === this.#current;
    const remembered = urn === this.#remembered;
    return {
      kind: 'session',
      id: urn,
      title: shortened(urn),
      badges: [
        ...(current ? ['current'] : []),
        ...(listening ? ['listening'] : []),
        ...(remembered ? ['remembered'] : []),
      ],
      counters: [
        { label: 'received', value: received },
        { label: 'sent', value: sent },
      ],
      offers: [...(current ? offersOfCurrent(remembered) : []), offerToListen(urn, listening)],
    };
  }
}

function offersOfCurrent(remembered: boolean): DirectoryItem['offers'] {
  return [
    { label: 'Send', action: 'send', input: {}, how: 'compose' },
    { label: 'Register anew', action: 'register-anew', input: {}, how: 'confirm' },
    ...(remembered ? [{ label: 'Forget', action: 'forget', input: {}, how: 'confirm' as const }] : []),
  ];
}

function offerToListen(channel: string, listening: boolean): DirectoryItem['offers'][number] {
  if (listening) return { label: 'Stop listening', action: 'unsubscribe', input: { channel }, how: 'run' };
  return { label: 'Listen', action: 'subscribe', input: { channel }, how: 'run' };
}

/** Enough to tell sessions apart on a shared screen: who knows a urn whole can read along. */
export function shortened(urn: string): string {
  return urn.length <= 12 ? urn : `${urn.slice(0, 4)}…${urn.slice(-4)}`;
}
