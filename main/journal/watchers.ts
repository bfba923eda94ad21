import type { EntryRow } from '../../preload/contract/index.ts';
import type { Gone } from './deletion.ts';
import { type Find, type Question, View } from './view.ts';
import type { FromWorker } from './worker-protocol.ts';

/** Entries looked at before other work gets its turn. */
const stride = 50_000;
/** More than a screen shows: what it shows has then come, and need not be asked for. */
const tailLimit = 100;
const revisedLimit = 1000;
/** The least time between two reports, in milliseconds. */
const reportPause = 50;

interface Watched {
  view: View;
  /** The scan of what was there before is done, and its count was answered. */
  ready: boolean;
  /** How many of its rows have been told of. */
  told: number;
  /** Rows came or went before the end, or all were looked at anew. */
  shifted: boolean;
  /** Its entries that changed and were not told of yet. */
  revised: Set<number>;
}

export interface Source {
  rows(ids: readonly number[]): EntryRow[];
  finder(question: Question): Find;
}

/** An entry that changed; `words`: also the texts it is found by. */
export interface Revised {
  id: number;
  words: boolean;
}

/** The open views: keeps them up to date and tells what became of them, at most every {@link reportPause}. */
export class Watchers {
  readonly #source: Source;
  readonly #post: (message: FromWorker) => void;
  readonly #open = new Map<string, Watched>();
  #last: number;
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

  async watch(name: string, question: Question): Promise<{ count: number }> {
    await this.#scan(name, question);
    return { count: this.get(name)?.count ?? 0 };
  }

  unwatch(name: string): void {
    this.#open.delete(name);
  }

  get(name: string): View | undefined {
    return this.#open.get(name)?.view;
  }

  /** Entries up to this id were written, and those were revised. */
  advance(to: number, revisions: readonly Revised[]): void {
    this.#last = Math.max(this.#last, to);
    for (const watched of this.#open.values()) {
      for (const revision of revisions) this.#revise(watched, revision);
      if (watched.ready) watched.view.extend(this.#last);
    }
    this.#reportSoon();
  }

  /** Entries were deleted. */
  forget(gone: Gone): void {
    for (const watched of this.#open.values()) if (watched.view.forget(gone)) watched.shifted = true;
    this.#reportSoon();
  }

  /** Nothing is as it was: all views are looked through anew. */
  async renew(): Promise<void> {
    for (const [name, { view }] of [...this.#open]) {
      if (this.get(name) !== view) continue;
      const watched = await this.#scan(name, view.question);
      if (watched) watched.shifted = true;
    }
    this.#reportSoon();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** Looks through what is there, a stride at a time. Answers nothing when the view was closed or replaced meanwhile. */
  async #scan(name: string, question: Question): Promise<Watched | undefined> {
    const view = new View(question, this.#source.finder(question));
    const watched: Watched = { view, ready: false, told: 0, shifted: false, revised: new Set() };
    this.#open.set(name, watched);
    while (view.through < this.#last) {
      view.extend(Math.min(view.through + stride, this.#last));
      await new Promise(setImmediate);
      if (this.#open.get(name) !== watched) return undefined;
    }
    watched.ready = true;
    watched.told = view.count;
    return watched;
  }

  #revise(watched: Watched, { id, words }: Revised): void {
    const { view } = watched;
    if (id > view.through) return;
    if (words && view.question.filter !== '' && view.reconsider(id)) watched.shifted = true;
    if (view.has(id)) watched.revised.add(id);
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
    for (const [name, watched] of this.#open) {
      this.#reportRevised(name, watched);
      this.#reportView(name, watched);
    }
  }

  #reportView(name: string, watched: Watched): void {
    const { count } = watched.view;
    if (!watched.ready || (count === watched.told && !watched.shifted)) return;
    const fresh = watched.shifted ? 0 : Math.min(count - watched.told, tailLimit);
    const tail = this.#source.rows(watched.view.slice(count - fresh, fresh));
    watched.told = count;
    watched.shifted = false;
    this.#post({ what: 'appended', event: { view: name, count, before: 0, tail, reset: fresh === 0, scan: null } });
  }

  #reportRevised(view: string, { revised }: Watched): void {
    const ids = [...revised];
    revised.clear();
    for (let start = 0; start < ids.length; start += revisedLimit) {
      const rows = this.#source.rows(ids.slice(start, start + revisedLimit));
      if (rows.length > 0) this.#post({ what: 'revised', event: { view, rows } });
    }
  }
}
