import type { Gone } from './deletion.ts';
import { IdList } from './id-list.ts';

/** Answers the ids above `after` and up to `upTo` that meet a question, ascending. */
export type Find = (after: number, upTo: number) => number[];

export interface Question {
  profiles: string[];
  filter: string;
}

/** The ids of all entries that meet a question, ascending: a page is a slice of them, and their count is exact. */
export class View {
  readonly question: Question;
  readonly #find: Find;
  readonly #ids = new IdList();
  #through = 0;

  constructor(question: Question, find: Find) {
    this.question = question;
    this.#find = find;
  }

  get count(): number {
    return this.#ids.count;
  }

  /** Entries up to this id have been looked at. */
  get through(): number {
    return this.#through;
  }

  /** Looks at the entries after {@link through}, up to `upTo`. Answers how many joined the view. */
  extend(upTo: number): number {
    if (upTo <= this.#through) return 0;
    const found = this.#find(this.#through, upTo);
    this.#through = upTo;
    return this.#ids.add(found).length;
  }

  /** Looks again at an entry that was looked at before and has changed. Answers whether it came or went. */
  reconsider(id: number): boolean {
    const belongs = id <= this.#through && this.#find(id - 1, id).length > 0;
    if (belongs === this.has(id)) return false;
    if (belongs) this.#ids.add([id]);
    else this.#ids.drop([id]);
    return true;
  }

  /** Entries are gone; answers whether some of them were its own. */
  forget({ ids }: Gone): boolean {
    return this.#ids.drop(ids).length > 0;
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  slice(offset: number, limit: number): number[] {
    return this.#ids.slice(offset, offset + limit);
  }
}
