/** Room that is made at an end beyond what is needed there, as a part of what is held. */
const spare = 0.5;
const leastSpare = 1024;

/** Ids, ascending, each once. Adding at either end costs no more than what is added, and so does dropping there. */
export class IdList {
  #room = new Float64Array(2 * leastSpare);
  #start = leastSpare;
  #end = leastSpare;

  get count(): number {
    return this.#end - this.#start;
  }

  get first(): number | undefined {
    return this.at(0);
  }

  get last(): number | undefined {
    return this.at(this.count - 1);
  }

  at(index: number): number | undefined {
    return index >= 0 && index < this.count ? this.#room[this.#start + index] : undefined;
  }

  has(id: number): boolean {
    return this.at(this.seek(id)) === id;
  }

  /** Index of the first id that is not less: where this one is, or would stand. */
  seek(id: number): number {
    return this.#seek(id) - this.#start;
  }

  slice(from: number, to: number): number[] {
    const end = Math.min(Math.max(to, 0), this.count);
    return [...this.#room.subarray(this.#start + Math.min(Math.max(from, 0), end), this.#start + end)];
  }

  /** `ids`: ascending, each once. Answers those that were not there. */
  add(ids: readonly number[]): number[] {
    const fresh = ids.filter((id) => !this.has(id));
    const [least] = fresh;
    if (least === undefined) return fresh;
    // What stands before the last of them may move to the front, what stands behind the first of them to the end.
    const before = this.#seek(fresh.at(-1) ?? least) - this.#start;
    const behind = this.#end - this.#seek(least);
    if (before < behind) this.#addFromFront(fresh, before);
    else this.#addFromEnd(fresh, behind);
    return fresh;
  }

  /** `ids`: ascending, each once. Answers those that were there. */
  drop(ids: readonly number[]): number[] {
    const gone = ids.filter((id) => this.has(id));
    const [least] = gone;
    if (least === undefined) return gone;
    const from = this.#seek(least);
    const to = this.#seek(gone.at(-1) ?? least) + 1;
    const kept = this.#without(gone, from, to);
    if (from - this.#start < this.#end - to) {
      this.#room.set(kept, to - kept.length);
      this.#room.copyWithin(this.#start + gone.length, this.#start, from);
      this.#start += gone.length;
    } else {
      this.#room.set(kept, from);
      this.#room.copyWithin(from + kept.length, to, this.#end);
      this.#end -= gone.length;
    }
    return gone;
  }

  /** Position of the first id that is not less. */
  #seek(id: number): number {
    let low = this.#start;
    let high = this.#end;
    // What comes is mostly newer than all, or older than all.
    if (low === high || id > (this.#room[high - 1] ?? 0)) return high;
    if (id <= (this.#room[low] ?? 0)) return low;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#room[middle] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Merges them with the first `moved` ids, which move towards the front. */
  #addFromFront(ids: readonly number[], moved: number): void {
    this.#makeRoom(ids.length, 0);
    const room = this.#room;
    const old = this.#start + moved;
    this.#start -= ids.length;
    let [write, read] = [this.#start, this.#start + ids.length];
    for (const id of ids) {
      while (read < old && (room[read] ?? 0) < id) room[write++] = room[read++] ?? 0;
      room[write++] = id;
    }
  }

  /** Merges them with the last `moved` ids, which move towards the end. */
  #addFromEnd(ids: readonly number[], moved: number): void {
    this.#makeRoom(0, ids.length);
    const room = this.#room;
    const old = this.#end - moved;
    let [write, read] = [this.#end + ids.length - 1, this.#end - 1];
    this.#end += ids.length;
    for (let next = ids.length - 1; next >= 0; next--) {
      const id = ids[next] ?? 0;
      while (read >= old && (room[read] ?? 0) > id) room[write--] = room[read--] ?? 0;
      room[write--] = id;
    }
  }

  /** What stands between two positions, without these. */
  #without(gone: readonly number[], from: number, to: number): Float64Array {
    const kept = new Float64Array(to - from - gone.length);
    let [write, next] = [0, 0];
    for (let read = from; read < to; read++) {
      const id = this.#room[read] ?? 0;
      if (id === gone[next]) next++;
      else kept[write++] = id;
    }
    return kept;
  }

  #makeRoom(front: number, end: number): void {
    if (front <= this.#start && this.#end + end <= this.#room.length) return;
    const reserve = Math.max(leastSpare, Math.floor(this.count * spare));
    // Room that dropping left at the other end is not carried along.
    const start = front > 0 ? front + reserve : Math.min(this.#start, reserve);
    const behind = end > 0 ? end + reserve : Math.min(this.#room.length - this.#end, reserve);
    const larger = new Float64Array(start + this.count + behind);
    larger.set(this.#room.subarray(this.#start, this.#end), start);
    this.#end = start + this.count;
    this.#start = start;
    this.#room = larger;
  }
}
