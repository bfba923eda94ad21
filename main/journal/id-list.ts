/** Ids of a block differ in 16 bits alone, so that each takes two bytes. */
const span = 65_536;
const leastRoom = 64;

/** Ids, ascending, each once. An id takes two bytes, and adding or dropping some costs no more than the blocks they are in. */
export class IdList {
  /** Ascending; none is empty. */
  readonly #blocks: Block[] = [];
  /** Ids that stand before each block, and at the end of all. */
  readonly #before = [0];

  get count(): number {
    return this.#before[this.#blocks.length] ?? 0;
  }

  get first(): number | undefined {
    return this.at(0);
  }

  get last(): number | undefined {
    return this.at(this.count - 1);
  }

  at(index: number): number | undefined {
    return this.slice(index, index + 1)[0];
  }

  has(id: number): boolean {
    return this.#blockOf(id)?.has(id) ?? false;
  }

  /** Index of the first id that is not less: where this one is, or would stand. */
  seek(id: number): number {
    const index = this.#indexOf(baseOf(id));
    return (this.#before[index] ?? 0) + (this.#blockOf(id)?.seek(id) ?? 0);
  }

  slice(from: number, to: number): number[] {
    const [start, end] = [Math.max(from, 0), Math.min(to, this.count)];
    const ids: number[] = [];
    let index = firstWhere(this.#blocks.length, (block) => (this.#before[block + 1] ?? 0) > start);
    for (; start < end && (this.#before[index] ?? end) < end; index++) {
      const before = this.#before[index] ?? 0;
      this.#blocks[index]?.read(start - before, end - before, ids);
    }
    return ids;
  }

  /** `ids`: ascending, each once. Answers those that were not there. */
  add(ids: readonly number[]): number[] {
    return this.#change(ids, (some, base, index) => {
      let block = this.#blocks[index];
      if (block?.base !== base) {
        block = new Block(base);
        this.#blocks.splice(index, 0, block);
      }
      return block.add(some);
    });
  }

  /** `ids`: ascending, each once. Answers those that were there. */
  drop(ids: readonly number[]): number[] {
    return this.#change(ids, (some, base, index) => {
      const block = this.#blocks[index];
      if (block?.base !== base) return [];
      const gone = block.drop(some);
      if (block.count === 0) this.#blocks.splice(index, 1);
      return gone;
    });
  }

  /** Block by block; answers the ids that were changed. */
  #change(ids: readonly number[], change: (some: number[], base: number, index: number) => number[]): number[] {
    const changed: number[][] = [];
    let least = this.#blocks.length;
    for (let start = 0; start < ids.length; ) {
      const base = baseOf(ids[start] ?? 0);
      const end = start + firstWhere(ids.length - start, (ahead) => (ids[start + ahead] ?? 0) >= base + span);
      const index = this.#indexOf(base);
      changed.push(change(ids.slice(start, end), base, index));
      [start, least] = [end, Math.min(least, index)];
    }
    this.#count(least);
    return changed.flat();
  }

  #count(from: number): void {
    this.#before.length = this.#blocks.length + 1;
    for (let index = from; index < this.#blocks.length; index++) {
      this.#before[index + 1] = (this.#before[index] ?? 0) + (this.#blocks[index]?.count ?? 0);
    }
  }

  #blockOf(id: number): Block | undefined {
    const base = baseOf(id);
    const block = this.#blocks[this.#indexOf(base)];
    return block?.base === base ? block : undefined;
  }

  /** Of the block with this base, or where it would stand. */
  #indexOf(base: number): number {
    return firstWhere(this.#blocks.length, (index) => (this.#blocks[index]?.base ?? 0) >= base);
  }
}

/** Ids from `base` to before `base + span`. */
class Block {
  readonly base: number;
  count = 0;
  /** What they are above `base`. */
  #room = new Uint16Array(leastRoom);

  constructor(base: number) {
    this.base = base;
  }

  has(id: number): boolean {
    const at = this.seek(id);
    return at < this.count && this.#room[at] === id - this.base;
  }

  seek(id: number): number {
    const above = id - this.base;
    // What comes is mostly newer than all.
    if (this.count === 0 || above > (this.#room[this.count - 1] ?? 0)) return this.count;
    return firstWhere(this.count, (at) => (this.#room[at] ?? 0) >= above);
  }

  read(from: number, to: number, into: number[]): void {
    const end = Math.min(to, this.count);
    for (let at = Math.max(from, 0); at < end; at++) into.push(this.base + (this.#room[at] ?? 0));
  }

  add(ids: readonly number[]): number[] {
    const fresh = ids.filter((id) => !this.has(id));
    this.#makeRoom(this.count + fresh.length);
    let [read, write] = [this.count - 1, this.count + fresh.length - 1];
    for (const id of fresh.toReversed()) {
      const above = id - this.base;
      while (read >= 0 && (this.#room[read] ?? 0) > above) this.#room[write--] = this.#room[read--] ?? 0;
      this.#room[write--] = above;
    }
    this.count += fresh.length;
    return fresh;
  }

  drop(ids: readonly number[]): number[] {
    const gone = ids.filter((id) => this.has(id));
    let [write, next] = [0, 0];
    for (let read = 0; read < this.count; read++) {
      const above = this.#room[read] ?? 0;
      if (this.base + above === gone[next]) next++;
      else this.#room[write++] = above;
    }
    this.count = write;
    return gone;
  }

  #makeRoom(count: number): void {
    if (count <= this.#room.length) return;
    const larger = new Uint16Array(Math.min(span, Math.max(count, 2 * this.#room.length)));
    larger.set(this.#room);
    this.#room = larger;
  }
}

function baseOf(id: number): number {
  return Math.floor(id / span) * span;
}

/** The first of so many positions for which it holds, as it does for all that follow; the count where it never does. */
function firstWhere(count: number, holds: (position: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
