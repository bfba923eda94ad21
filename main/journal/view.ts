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
  #ids = new Float64Array(1024);
  #count = 0;
  #through = 0;

  constructor(question: Question, find: Find) {
    this.question = question;
    this.#find = find;
  }

  get count(): number {
    return this.#count;
  }

  /** Entries up to this id have been looked at. */
  get through(): number {
    return this.#through;
  }

  /** Looks at the entries after {@link through}, up to `upTo`. Answers how many joined the view. */
  extend(upTo: number): number {
    if (upTo <= this.#through) return 0;
    const found = this.#find(this.#through, upTo);
    this.#makeRoom(found.length);
    this.#ids.set(found, this.#count);
    this.#count += found.length;
    this.#through = upTo;
    return found.length;
  }

  /** Looks again at an entry that was looked at before and has changed. Answers whether it came or went. */
  reconsider(id: number): boolean {
    const belongs = id <= this.#through && this.#find(id - 1, id).length > 0;
    if (belongs === this.has(id)) return false;
    const position = this.#seek(id);
    if (belongs) {
      this.#makeRoom(1);
      this.#ids.copyWithin(position + 1, position, this.#count);
      this.#ids[position] = id;
      this.#count += 1;
    } else {
      this.#ids.copyWithin(position, position + 1, this.#count);
      this.#count -= 1;
    }
    return true;
  }

  has(id: number): boolean {
    const position = this.#seek(id);
    return position < this.#count && this.#ids[position] === id;
  }

  slice(offset: number, limit: number): number[] {
    return [...this.#ids.subarray(Math.min(offset, this.#count), Math.min(offset + limit, this.#count))];
  }

  /** Where the id is, or where it would stand. */
  #seek(id: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ids[middle] ?? Number.POSITIVE_INFINITY) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #makeRoom(more: number): void {
    if (this.#count + more <= this.#ids.length) return;
    const larger = new Float64Array(Math.max(this.#count + more, this.#ids.length * 2));
    larger.set(this.#ids.subarray(0, this.#count));
    this.#ids = larger;
  }
}
