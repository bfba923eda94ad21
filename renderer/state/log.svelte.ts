import type { Bridge } from '../../preload/bridge.ts';
import type {
  ContractError,
  EntryRow,
  Event,
  JournalQuestion,
  Located,
  Place,
  ProfileId,
  Scan,
} from '../../preload/contract/index.ts';

const pageLength = 100;
const pagesKept = 12;

type Page = (EntryRow | undefined)[];

/** The question for all entries of some profiles that match a filter. */
export function plainQuestion(profiles: readonly ProfileId[], filter = ''): JournalQuestion {
  return { profiles: [...profiles], filter, fold: false, rules: [] };
}

/**
 * The journal's entries that answer a question. Holds only the pages near the screen; how many rows there are, the
 * journal says. A row keeps its *position* when rows are put in front of all others, which gives it another index.
 */
export class Log {
  count = $state(0);
  /** The first answer has come. */
  ready = $state(false);
  error: ContractError | null = $state.raw(null);
  /** How far older entries have been looked through. */
  scan: Scan = $state.raw(null);
  /** Rows that have come at the end since the start; those that were removed stay counted. */
  arrived = $state(0);
  /** What comes is not shown, though it is captured. */
  held = $state(false);
  /** Rows that came since it is held. */
  missed = $state(0);
  /** So many rows were put in front: for who remembers an index. */
  onFront: (rows: number) => void = () => {};

  #bridge: Bridge;
  /** Rows put in front of the one whose position is 0: its index. */
  #front = $state(0);
  /** By number; the last used stands last. Replaced as a whole, so that reading it is reactive. */
  #pages: ReadonlyMap<number, Page> = $state.raw(new Map());
  #asked = new Set<number>();
  #view: string | null = null;
  #next: string | null = null;
  #early: Event<'journal:appended'>[] = [];
  #undo: (() => void)[];

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.#undo = [
      bridge.on('journal:appended', (event) => this.#hear(event)),
      bridge.on('journal:revised', ({ view, rows }) => view === this.#view && this.#revise(rows)),
    ];
  }

  /** Asks anew. The rows of the last question stay until the answer is there. True unless a later question overtook. */
  async watch(question: JournalQuestion): Promise<boolean> {
    // A view of its own for each question: events of the old one that are still under way name the old one.
    const view = crypto.randomUUID();
    this.#next = view;
    this.#early = [];
    const answer = await this.#bridge.request('journal:watch', { view, ...question });
    if (this.#next !== view) {
      if (answer.ok) void this.#bridge.request('journal:unwatch', { view });
      return false;
    }
    this.#leave();
    this.#next = null;
    this.error = answer.ok ? null : answer.error;
    this.ready = true;
    this.scan = answer.ok ? answer.value.scan : null;
    this.missed = 0;
    this.#reset(answer.ok ? answer.value.count : 0);
    if (!answer.ok) return true;
    this.#view = view;
    for (const event of this.#early) this.#append(event);
    return true;
  }

  /** What the scan has found stays. */
  stopScan(): void {
    if (this.#view !== null) void this.#bridge.request('journal:stop-scan', { view: this.#view });
  }

  /** Freezes what is shown, or shows what came meanwhile. */
  hold(held: boolean): void {
    this.held = held;
    if (held) return;
    this.count += this.missed;
    this.missed = 0;
  }

  row(index: number): EntryRow | undefined {
    const position = index - this.#front;
    const page = Math.floor(position / pageLength);
    return this.#pages.get(page)?.[position - page * pageLength];
  }

  /** Fetches what is missing between two rows, the first and one past the last. */
  need(first: number, end: number): void {
    const from = Math.max(0, first) - this.#front;
    const to = Math.min(end, this.count) - this.#front;
    for (let page = Math.floor(from / pageLength); page * pageLength < to; page += 1) {
      if (!this.#isWhole(page, from, to)) void this.#fetch(page);
    }
  }

  /** The row at a place, or the first behind it. */
  async locate(place: Place): Promise<Located> {
    if ('id' in place) {
      for (const [page, rows] of this.#pages) {
        const slot = rows.findIndex((row) => row?.id === place.id);
        if (slot >= 0) return { index: page * pageLength + slot + this.#front, id: place.id, exact: true };
      }
    }
    const view = this.#view;
    if (view === null) return { index: 0, id: null, exact: false };
    const answer = await this.#bridge.request('journal:locate', { view, place });
    return answer.ok && view === this.#view ? answer.value : { index: this.count, id: null, exact: false };
  }

  /** The rows from one index to before another, as far as the journal has them. */
  async rows(first: number, end: number): Promise<EntryRow[]> {
    const view = this.#view;
    if (view === null) return [];
    const answer = await this.#bridge.request('journal:page', { view, offset: first, limit: Math.max(1, end - first) });
    return answer.ok ? answer.value.rows : [];
  }

  /** Deletes the entries that are shown between two, these included. False where that was not possible. */
  async remove({ from, to }: { from: number; to: number }): Promise<boolean> {
    if (this.#view === null) return false;
    const answer = await this.#bridge.request('journal:delete', { view: this.#view, from, to });
    this.error = answer.ok ? null : answer.error;
    return answer.ok;
  }

  close(): void {
    for (const undo of this.#undo) undo();
    this.#next = null;
    this.#leave();
  }

  #leave(): void {
    if (this.#view !== null) void this.#bridge.request('journal:unwatch', { view: this.#view });
    this.#view = null;
  }

  #reset(count: number): void {
    this.#pages = new Map();
    this.#asked.clear();
    this.#front = 0;
    this.count = count;
  }

  #hear(event: Event<'journal:appended'>): void {
    if (event.view === this.#next) this.#early.push(event);
    if (event.view === this.#view) this.#append(event);
  }

  #append({ count, before, tail, reset, scan }: Event<'journal:appended'>): void {
    this.scan = scan;
    const fresh = Math.max(0, count - before - this.count - this.missed);
    this.arrived += fresh;
    if (this.held && !reset) this.missed += fresh;
    else this.missed = 0;
    if (reset) this.#reset(count);
    else this.#front += before;
    this.count = count - this.missed;
    this.#put(count - tail.length, tail);
    if (!reset && before > 0) this.onFront(before);
  }

  #revise(rows: EntryRow[]): void {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const pages = new Map(this.#pages);
    let changed = false;
    for (const [number, page] of pages) {
      if (!page.some((row) => row && byId.has(row.id))) continue;
      pages.set(
        number,
        page.map((row) => row && (byId.get(row.id) ?? row)),
      );
      changed = true;
    }
    if (changed) this.#pages = pages;
  }

  /** Between two positions, the first and one past the last. */
  #isWhole(page: number, from: number, to: number): boolean {
    const rows = this.#pages.get(page);
    const start = page * pageLength;
    const end = Math.min(to, start + pageLength);
    for (let position = Math.max(from, start); position < end; position += 1)
      if (!rows?.[position - start]) return false;
    return true;
  }

  async #fetch(page: number): Promise<void> {
    const view = this.#view;
    if (view === null || this.#asked.has(page)) return;
    this.#asked.add(page);
    const first = page * pageLength + this.#front;
    const offset = Math.max(0, first);
    const answer = await this.#bridge.request('journal:page', { view, offset, limit: first + pageLength - offset });
    if (view !== this.#view) return;
    this.#asked.delete(page);
    if (answer.ok && answer.value.rows.length > 0) this.#put(answer.value.offset, answer.value.rows);
  }

  /** `index`: of the first of these rows, as it is now. */
  #put(index: number, rows: EntryRow[]): void {
    const pages = new Map(this.#pages);
    const start = index - this.#front;
    for (let from = 0; from < rows.length; ) {
      const page = Math.floor((start + from) / pageLength);
      const slot = start + from - page * pageLength;
      const part = rows.slice(from, from + pageLength - slot);
      const next = (pages.get(page) ?? Array<undefined>(pageLength).fill(undefined)).slice();
      next.splice(slot, part.length, ...part);
      pages.delete(page);
      pages.set(page, next);
      from += part.length;
    }
    for (const oldest of pages.keys()) {
      if (pages.size <= pagesKept) break;
      pages.delete(oldest);
    }
    this.#pages = pages;
  }
}
