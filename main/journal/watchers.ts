import type { EntryRow, Scan } from '../../preload/contract/index.ts';
import type { Gone } from './deletion.ts';
import type { Source } from './source.ts';
import { type Question, View } from './view.ts';
import type { FromWorker } from './worker-protocol.ts';

/** Of the first answer, in milliseconds. */
const firstLook = 10;
/** More than a screen shows: what it shows has then come, and need not be asked for. */
const tailLimit = 100;
const revisedLimit = 1000;
/** The least time between two reports, in milliseconds. */
const reportPause = 50;

interface Watched {
  name: string;
  view: View;
  /** Its entries that changed and were not told of yet. */
  revised: Set<number>;
  toldScan: Scan;
}

/** The open views: keeps them up to date and tells what became of them, at most every {@link reportPause}. */
export class Watchers {
  readonly #source: Source;
  readonly #post: (message: FromWorker) => void;
  readonly #open = new Map<string, Watched>();
  /** Those that older entries are still looked through for, in the order of their turns. */
  readonly #scanning: Watched[] = [];
  #last: number;
  #turn: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reported = 0;

  /** `last`: up to which id there may be entries. */
  constructor(source: Source, last: number, post: (message: FromWorker) => void) {
    this.#source = source;
    this.#last = last;
    this.#post = post;
  }

  get last(): number {
    return this.#last;
  }

  watch(name: string, question: Question): { count: number; scan: Scan } {
    const watched = this.#begin(name, question);
    const { view } = watched;
    const until = performance.now() + firstLook;
    do {
      if (view.scanning) view.step();
    } while (view.scanning && performance.now() < until);
    view.told.mark();
    watched.toldScan = view.scan;
    return { count: view.rows.count, scan: view.scan };
  }

  unwatch(name: string): void {
    this.#open.delete(name);
  }

  stopScan(name: string): void {
    this.get(name)?.stopScan();
    this.#reportSoon();
  }

  get(name: string): View | undefined {
    return this.#open.get(name)?.view;
  }

  /** `offset` counts from the first row that was told of; what else has changed is told before this is answered. */
  page(name: string, offset: number, limit: number): { offset: number; rows: EntryRow[]; count: number } {
    const watched = this.#open.get(name);
    if (!watched) return { offset, rows: [], count: 0 };
    if (watched.view.scanning) this.#tellEnd(watched);
    else this.#tell(watched);
    const { rows, told } = watched.view;
    const ids = rows.slice(told.before + offset, told.before + offset + limit);
    return { offset, rows: this.#source.rows(watched.view, ids), count: rows.count - told.before };
  }

  /** Everything that changed is told, so that the index of a row is the one that is known outside. */
  settle(name: string): void {
    const watched = this.#open.get(name);
    if (watched) this.#tell(watched);
  }

  /** Entries up to this id were written, and those were revised. */
  advance(to: number, revised: readonly number[]): void {
    const after = this.#last;
    this.#last = Math.max(after, to);
    const ids = [...new Set(revised)].sort((a, b) => a - b);
    for (const { view, revised: untold } of this.#open.values()) {
      view.extend(this.#last);
      view.reconsider(ids);
      for (const id of ids) if (view.rows.has(id)) untold.add(id);
    }
    if (this.#last > after) this.#reviseHeads(() => this.#source.headsOfNew(after, this.#last));
    this.#reportSoon();
  }

  /** Entries were deleted. */
  forget(gone: Gone): void {
    for (const { view } of this.#open.values()) view.forget(gone);
    this.#reviseHeads(() => gone.heads);
    this.#reportSoon();
  }

  /** Nothing is as it was: all views are looked through anew. */
  renew(): void {
    for (const [name, { view }] of [...this.#open]) {
      if (this.get(name) === view) this.#begin(name, view.question).view.told.upset();
    }
    this.#reportSoon();
  }

  close(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
  }

  #begin(name: string, question: Question): Watched {
    const view = new View(this.#source.partsOf(question, this.#last));
    const watched: Watched = { name, view, revised: new Set(), toldScan: null };
    this.#open.set(name, watched);
    this.#scanning.push(watched);
    this.#turn ??= setImmediate(() => this.#scan());
    return watched;
  }

  /** One step of one view, then it is others' turn. */
  #scan(): void {
    this.#turn = undefined;
    const watched = this.#scanning.shift();
    if (!watched) return;
    if (watched.view.scanning && this.get(watched.name) === watched.view) {
      watched.view.step();
      this.#scanning.push(watched);
      if (watched.view.told.awaited) this.#report();
      else this.#reportSoon();
    }
    this.#turn = setImmediate(() => this.#scan());
  }

  /** The rows of exchanges that gained or lost an entry show it. */
  #reviseHeads(headsOf: () => number[]): void {
    const folded = [...this.#open.values()].filter(({ view }) => view.question.fold);
    if (folded.length === 0) return;
    const heads = headsOf();
    for (const { view, revised } of folded) for (const head of heads) if (view.rows.has(head)) revised.add(head);
  }

  /** Under a flood messages come before timers: what is due is reported at once. */
  #reportSoon(): void {
    const wait = this.#reported + reportPause - performance.now();
    if (wait <= 0) this.#report();
    else this.#timer ??= setTimeout(() => this.#report(), wait);
  }

  #report(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#reported = performance.now();
    for (const watched of this.#open.values()) {
      this.#reportRevised(watched);
      this.#tell(watched);
    }
  }

  #tell(watched: Watched): void {
    const { told, scan } = watched.view;
    if (!told.shifted && told.before === 0 && told.fresh === 0 && scan === watched.toldScan) return;
    this.#post(this.#appended(watched, told.shifted ? 0 : told.before));
    told.mark();
  }

  /**
   * While a scan brings rows in front of all others at every turn, these wait for the next report: else no page that is
   * asked for would still be where it was when it was asked for.
   */
  #tellEnd(watched: Watched): void {
    const { told } = watched.view;
    if (told.shifted) this.#tell(watched);
    else if (told.fresh > 0) {
      this.#post(this.#appended(watched, 0));
      told.markEnd();
    }
  }

  #appended(watched: Watched, before: number): FromWorker {
    const { name, view } = watched;
    const { rows, told, scan } = view;
    const count = told.shifted ? rows.count : rows.count - told.before + before;
    const tail = this.#source.rows(view, rows.slice(rows.count - Math.min(told.fresh, tailLimit), rows.count));
    watched.toldScan = scan;
    return { what: 'appended', event: { view: name, count, before, tail, reset: told.shifted, scan } };
  }

  #reportRevised({ name, view, revised }: Watched): void {
    // Nobody knows the others yet; they are told of as they are by then.
    const ids = [...revised].filter((id) => view.told.covers(id)).sort((a, b) => a - b);
    revised.clear();
    for (let start = 0; start < ids.length; start += revisedLimit) {
      const rows = this.#source.rows(view, ids.slice(start, start + revisedLimit));
      if (rows.length > 0) this.#post({ what: 'revised', event: { view: name, rows } });
    }
  }
}
