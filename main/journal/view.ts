import type { JournalQuestion, Scan as ScanState } from '../../preload/contract/index.ts';
import { messageOf } from '../problem.ts';
import type { Colouring } from './colouring.ts';
import type { Gone } from './deletion.ts';
import { IdList } from './id-list.ts';
import { type Bounds, Scan } from './scan.ts';
import { Told } from './told.ts';

/** Finds the entries that meet a filter. Ids are answered ascending. */
export interface Finder {
  /** Those above `after` and up to `upTo`. */
  find(after: number, upTo: number): number[];
  among(ids: readonly number[]): number[];
}

/** `names`: what the profiles are called, by id; absent where nobody asks by name. */
export type Question = JournalQuestion & { names?: ReadonlyMap<string, string> };

/** What a view that folds must know of exchanges. */
export interface Exchanges {
  /** The first entry of the exchange of each; an entry without exchange stands for itself. Ascending, each once. */
  heads(ids: readonly number[]): number[];
  /** Whether this holds for some entry of an exchange, which its first entry names. */
  someMember(head: number, holds: (id: number) => boolean): boolean;
}

export interface ViewParts {
  question: Question;
  finder: Finder;
  colouring: Colouring;
  exchanges: Exchanges;
  /** Of the ids that were there when it was opened. */
  bounds: Bounds | undefined;
  /** Up to which id there may be entries. */
  last: number;
}

/** The rows that answer a question, as ids in ascending order: a page is a slice of them, and their count is exact. */
export class View {
  readonly question: Question;
  readonly colouring: Colouring;
  readonly rows = new IdList();
  readonly told = new Told(this.rows);
  readonly #parts: ViewParts;
  readonly #scan: Scan;
  /** What meets the filter; where each entry is a row of its own, that is the same. */
  readonly #matches: IdList;
  #through: number;

  constructor(parts: ViewParts) {
    this.question = parts.question;
    this.colouring = parts.colouring;
    this.#parts = parts;
    this.#scan = new Scan(parts.bounds);
    this.#matches = parts.question.fold ? new IdList() : this.rows;
    this.#through = parts.last;
  }

  get scan(): ScanState {
    return this.#scan.state;
  }

  get scanning(): boolean {
    return this.#scan.running;
  }

  /** Looks at some of the older entries. */
  step(): void {
    this.#try(() => this.#scan.step((after, upTo) => this.#join(this.#parts.finder.find(after, upTo))));
  }

  stopScan(): void {
    this.#scan.stop();
  }

  /** Looks at the entries that have come, up to this id. */
  extend(upTo: number): void {
    if (upTo <= this.#through) return;
    const after = this.#through;
    this.#through = upTo;
    this.#try(() => this.#join(this.#parts.finder.find(after, upTo)));
  }

  /** Looks again at entries that have changed. `ids`: ascending. */
  reconsider(ids: readonly number[]): void {
    if (this.question.filter === '') return;
    const known = ids.filter((id) => id > this.#scan.low && id <= this.#through);
    if (known.length === 0) return;
    this.#try(() => {
      const met = new Set(this.#parts.finder.among(known));
      this.#join(known.filter((id) => met.has(id)));
      this.#leave(known.filter((id) => !met.has(id)));
    });
  }

  /** Entries were deleted. */
  forget({ ids, heads }: Gone): void {
    const lost = this.#matches.drop(ids);
    if (this.#matches === this.rows) this.told.note(lost);
    else if (this.#hide(ids).length + lost.length > 0) this.#lookAtHeads(heads);
  }

  #join(ids: readonly number[]): void {
    const fresh = this.#matches.add(ids);
    if (this.#matches === this.rows) this.told.note(fresh);
    else if (fresh.length > 0) this.#show(this.#parts.exchanges.heads(fresh));
  }

  #leave(ids: readonly number[]): void {
    const lost = this.#matches.drop(ids);
    if (this.#matches === this.rows) this.told.note(lost);
    else if (lost.length > 0) this.#lookAtHeads(this.#parts.exchanges.heads(lost));
  }

  #lookAtHeads(heads: readonly number[]): void {
    const { someMember } = this.#parts.exchanges;
    const met = new Set(heads.filter((head) => someMember(head, (id) => this.#matches.has(id))));
    this.#show(heads.filter((head) => met.has(head)));
    this.#hide(heads.filter((head) => !met.has(head)));
  }

  #show(heads: readonly number[]): void {
    this.told.note(this.rows.add(heads));
  }

  #hide(heads: readonly number[]): number[] {
    const hidden = this.rows.drop(heads);
    this.told.note(hidden);
    return hidden;
  }

  /** A filter that cannot be followed through ends the scan, not the journal. */
  #try(look: () => void): void {
    if (this.#scan.failed) return;
    try {
      look();
    } catch (error) {
      this.#scan.fail(messageOf(error));
    }
  }
}
