import type { IdList } from './id-list.ts';

/** How the rows of a view stand to those that were told of last. */
export class Told {
  readonly #rows: IdList;
  /** The first and the last row that were told of; none where there were none. */
  #span: { first: number; last: number } | undefined;
  #shifted = false;

  constructor(rows: IdList) {
    this.#rows = rows;
  }

  /** There are rows, and none was told of: somebody waits for the first. */
  get awaited(): boolean {
    return this.#span === undefined && this.#rows.count > 0;
  }

  /** Rows that stand before all that were told of. Where none were, all count as {@link fresh}. */
  get before(): number {
    return this.#span ? this.#rows.seek(this.#span.first) : 0;
  }

  /** Rows that stand behind all that were told of. */
  get fresh(): number {
    return this.#rows.count - (this.#span ? this.#rows.seek(this.#span.last + 1) : 0);
  }

  /** Whether a row stands among those that were told of. */
  covers(id: number): boolean {
    return this.#span !== undefined && id >= this.#span.first && id <= this.#span.last;
  }

  /** Rows came or went among those that were told of. */
  get shifted(): boolean {
    return this.#shifted;
  }

  /** These rows came or went. */
  note(ids: readonly number[]): void {
    if (ids.some((id) => this.covers(id))) this.#shifted = true;
  }

  /** What was told of no longer holds. */
  upset(): void {
    this.#shifted = true;
  }

  /** All rows have been told of. */
  mark(): void {
    this.#shifted = false;
    const { first, last } = this.#rows;
    this.#span = first === undefined || last === undefined ? undefined : { first, last };
  }

  /** Those behind have been told of, those before not yet. */
  markEnd(): void {
    const { last } = this.#rows;
    if (this.#span && last !== undefined) this.#span.last = last;
    else this.mark();
  }
}
