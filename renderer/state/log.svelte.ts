import type { Bridge } from '../../preload/bridge.ts';
import type { ContractError, EntryRow, Event, ProfileId } from '../../preload/contract/index.ts';

const pageLength = 100;
const pagesKept = 12;

type Page = (EntryRow | undefined)[];

/**
 * The journal's entries of some profiles that match a filter. Holds only the pages near the screen; how many rows
 * there are, the journal says.
 */
export class Log {
  count = $state(0);
  /** The first answer has come. */
  ready = $state(false);
  error: ContractError | null = $state.raw(null);
  /** Rows that have come since the start; those that were removed stay counted. */
  arrived = $state(0);

  #bridge: Bridge;
  /** By number; the last used stands last. Replaced as a whole, so that reading it is reactive. */
  #pages: ReadonlyMap<number, Page> = $state.raw(new Map());
  #asked = new Set<number>();
  #view: string | null = null;
  #next: string | null = null;
  #early: Event<'journal:appended'> | null = null;
  #undo: (() => void)[];

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.#undo = [
      bridge.on('journal:appended', (event) => this.#append(event)),
      bridge.on('journal:revised', (event) => event.view === this.#view && this.#revise(event.rows)),
    ];
  }

  /** Asks anew. The rows of the last question stay until the answer is there. True unless a later question overtook. */
  async watch(profiles: ProfileId[], filter: string): Promise<boolean> {
    // A view of its own for each question: events of the old one that are still under way name the old one.
    const view = crypto.randomUUID();
    this.#next = view;
    this.#early = null;
    const answer = await this.#bridge.request('journal:watch', {
      view,
      profiles: [...profiles],
      filter,
      fold: false,
      rules: [],
    });
    if (this.#next !== view) {
      if (answer.ok) void this.#bridge.request('journal:unwatch', { view });
      return false;
    }
    this.#leave();
    this.#next = null;
    this.error = answer.ok ? null : answer.error;
    this.ready = true;
    this.#reset(answer.ok ? answer.value.count : 0);
    if (!answer.ok) return true;
    this.#view = view;
    if (this.#early) this.#append(this.#early);
    return true;
  }

  row(index: number): EntryRow | undefined {
    return this.#pages.get(Math.floor(index / pageLength))?.[index % pageLength];
  }

  /** Fetches what is missing between two rows, the first and one past the last. */
  need(first: number, end: number): void {
    const last = Math.floor((Math.min(end, this.count) - 1) / pageLength);
    for (let page = Math.floor(Math.max(0, first) / pageLength); page <= last; page += 1) {
      if (!this.#isWhole(page, first, end)) void this.#fetch(page);
    }
  }

  /** Index of the first row whose id is not less, by halving: ids rise with the index. */
  async indexOf(id: number): Promise<{ index: number; exact: boolean }> {
    for (const [page, rows] of this.#pages) {
      const slot = rows.findIndex((row) => row?.id === id);
      if (slot >= 0) return { index: page * pageLength + slot, exact: true };
    }
    const view = this.#view;
    let [low, high, exact] = [0, this.count, false];
    while (low < high && view !== null && view === this.#view) {
      const middle = (low + high) >> 1;
      const answer = await this.#bridge.request('journal:page', { view, offset: middle, limit: 1 });
      const found = answer.ok ? answer.value.rows[0]?.id : undefined;
      if (found === undefined) return { index: middle, exact: false };
      if (found === id) exact = true;
      if (found < id) low = middle + 1;
      else high = middle;
    }
    return { index: low, exact };
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
    this.count = count;
  }

  #append(event: Event<'journal:appended'>): void {
    if (event.view === this.#next) this.#early = event;
    if (event.view !== this.#view) return;
    if (event.count < this.count) this.#reset(event.count);
    else this.arrived += event.count - this.count;
    this.count = event.count;
    this.#put(event.count - event.tail.length, event.tail);
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

  #isWhole(page: number, first: number, end: number): boolean {
    const rows = this.#pages.get(page);
    const start = page * pageLength;
    const to = Math.min(end, this.count, start + pageLength);
    for (let index = Math.max(first, start); index < to; index += 1) if (!rows?.[index - start]) return false;
    return true;
  }

  async #fetch(page: number): Promise<void> {
    const view = this.#view;
    if (view === null || this.#asked.has(page)) return;
    this.#asked.add(page);
    const input = { view, offset: page * pageLength, limit: pageLength };
    const answer = await this.#bridge.request('journal:page', input);
    if (view !== this.#view) return;
    this.#asked.delete(page);
    if (answer.ok && answer.value.rows.length > 0) this.#put(answer.value.offset, answer.value.rows);
  }

  #put(offset: number, rows: EntryRow[]): void {
    const pages = new Map(this.#pages);
    for (let from = 0; from < rows.length; ) {
      const page = Math.floor((offset + from) / pageLength);
      const slot = (offset + from) % pageLength;
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
