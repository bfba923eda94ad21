/** Answers the ids above `after` and up to `upTo` that meet a question, ascending. */
export type Find = (after: number, upTo: number) => number[];

export interface Question {
  profiles: string[];
  filter: string;
}

/** The ids of all entries that meet a question, ascending: a page is a slice of them, and their count is exact. */
export interface View {
  readonly question: Question;
  readonly count: number;
  /** Entries up to this id have been looked at. */
  readonly through: number;
  /** Looks at the entries after {@link through}, up to `upTo`. Answers how many joined the view. */
  extend(upTo: number): number;
  /** Looks again at an entry that was looked at before and has changed. Answers whether it came or went. */
  reconsider(id: number): boolean;
  has(id: number): boolean;
  slice(offset: number, limit: number): number[];
}

export function createView(question: Question, find: Find): View {
  let ids = new Float64Array(1024);
  let count = 0;
  let through = 0;

  /** Where the id is, or where it would stand. */
  function seek(id: number): number {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ids[middle] ?? Number.POSITIVE_INFINITY) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function makeRoom(more: number): void {
    if (count + more <= ids.length) return;
    const larger = new Float64Array(Math.max(count + more, ids.length * 2));
    larger.set(ids.subarray(0, count));
    ids = larger;
  }

  const has = (id: number) => {
    const position = seek(id);
    return position < count && ids[position] === id;
  };

  return {
    question,
    has,
    get count() {
      return count;
    },
    get through() {
      return through;
    },
    extend(upTo) {
      if (upTo <= through) return 0;
      const found = find(through, upTo);
      makeRoom(found.length);
      ids.set(found, count);
      count += found.length;
      through = upTo;
      return found.length;
    },
    reconsider(id) {
      const belongs = id <= through && find(id - 1, id).length > 0;
      if (belongs === has(id)) return false;
      const position = seek(id);
      if (belongs) {
        makeRoom(1);
        ids.copyWithin(position + 1, position, count);
        ids[position] = id;
        count += 1;
      } else {
        ids.copyWithin(position, position + 1, count);
        count -= 1;
      }
      return true;
    },
    slice: (offset, limit) => [...ids.subarray(Math.min(offset, count), Math.min(offset + limit, count))],
  };
}
