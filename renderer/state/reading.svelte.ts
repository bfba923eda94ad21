import { tick } from 'svelte';
import type { Beyond, EntryRow, JournalQuestion, Landmark, Place } from '../../preload/contract/index.ts';
import type { Log } from './log.svelte.ts';

/** What a list on the screen can be asked to do. */
export interface Scroller {
  reveal(index: number): void;
  place(index: number, below: number): void;
  toEnd(): void;
  /** So many rows were put in front of the first. */
  shift(rows: number): void;
  anchor(): { index: number; below: number };
  distance(index: number): number | null;
  page(): number;
}

/** Where in a log the user is: what is in sight, and the row the keyboard is at. Both outlast a change of the filter. */
export class Reading {
  list = $state.raw<Scroller | undefined>();
  /** The end is in sight, and is followed. */
  atEnd = $state(true);
  /** Its index is null while a filter hides it. */
  cursor = $state.raw<{ id: number; index: number | null } | null>(null);
  /** The entry that times are told from, where one was chosen. */
  reference = $state.raw<EntryRow | null>(null);
  /** From where a range is chosen, to the cursor: its id. */
  #rangeStart = $state.raw<number | null>(null);
  /** How many rows had arrived when the end was last in sight. */
  #seen = $state(0);
  #log: Log;
  /** The row that was at this place when the question was asked, as long as the scan has not come to it. */
  #sought: { id: number; below: number } | null = null;

  constructor(log: Log) {
    this.#log = log;
    log.onFront = (rows) => this.#shift(rows);
  }

  /** Rows that came since the end was last in sight. */
  get fresh(): number {
    return this.atEnd ? 0 : this.#log.arrived - this.#seen;
  }

  get row(): EntryRow | undefined {
    return this.cursor?.index == null ? undefined : this.#log.row(this.cursor.index);
  }

  /** The ids of the first and the last entry that are chosen together. */
  get range(): { from: number; to: number } | null {
    const [start, end] = [this.#rangeStart, this.cursor?.id];
    return start === null || end === undefined ? null : { from: Math.min(start, end), to: Math.max(start, end) };
  }

  /** Lets the range go. */
  release(): void {
    this.#rangeStart = null;
  }

  /** To be called when rows came: notes what was seen. An empty log is at its end. */
  note(): void {
    if (this.#log.count === 0) this.atEnd = true;
    if (this.atEnd) this.#seen = this.#log.arrived;
  }

  /** Shows the answer to another question with the same row at the same place. */
  async ask(question: JournalQuestion): Promise<void> {
    const held = this.#anchor();
    if (!(await this.#log.watch(question))) return;
    this.#sought = held;
    await this.#findCursor();
    await this.#seek();
  }

  /** Goes to an entry. One that this log does not show moves nothing. */
  async goTo(id: number): Promise<void> {
    const index = await this.#indexOf(id);
    if (index === null) return;
    this.#sought = null;
    this.cursor = { id, index };
    this.list?.reveal(index);
  }

  /** Goes to the first row that is not before a place. False where there is none, or no such entry. */
  async goToPlace(place: Place): Promise<boolean> {
    const { index, id, exact } = await this.#log.locate(place);
    if (id === null || index >= this.#log.count || ('id' in place && !exact)) return false;
    this.atEnd = false;
    this.cursor = { id, index };
    this.list?.place(index, 0);
    return true;
  }

  /** Goes to the nearest beyond the cursor, without one beyond the start or the end. Its id; null where there is none. */
  async goToLandmark(landmark: Landmark, way: Beyond['way']): Promise<number | null> {
    const from = this.row?.id ?? this.cursor?.id ?? (way === 'next' ? 0 : Number.MAX_SAFE_INTEGER);
    const { index, id } = await this.#log.locate({ landmark, way, from });
    if (id === null || index >= this.#log.count) return null;
    this.move(index);
    this.cursor = { id, index };
    return id;
  }

  /**
   * Moves the cursor; any row but the last ends the following. The row, if it is at hand. `extend`: chooses all from where
   * the cursor was.
   */
  move(to: number, extend = false): EntryRow | undefined {
    this.#rangeStart = extend ? (this.#rangeStart ?? this.cursor?.id ?? null) : null;
    const index = Math.max(0, Math.min(this.#log.count - 1, to));
    this.#sought = null;
    this.list?.reveal(index);
    if (index < this.#log.count - 1) this.atEnd = false;
    const row = this.#log.row(index);
    this.cursor = { id: row?.id ?? -1, index };
    return row;
  }

  toEnd(): EntryRow | undefined {
    const row = this.#log.count > 0 ? this.move(this.#log.count - 1) : undefined;
    this.#sought = null;
    this.list?.toEnd();
    return row;
  }

  /** Puts the row that is sought where it was, or the next one that is there. Older rows may be still to come. */
  async #seek(): Promise<void> {
    const sought = this.#sought;
    const at = sought && (await this.#log.locate({ id: sought.id }));
    await tick();
    if (this.#sought !== sought) return;
    if (at?.exact || this.#log.scan === null) this.#sought = null;
    if (at && at.index < this.#log.count) this.list?.place(at.index, sought.below);
    else this.list?.toEnd();
  }

  async #findCursor(): Promise<void> {
    const { cursor } = this;
    const index = cursor && (await this.#indexOf(cursor.id));
    // Rows may have been put in front meanwhile; the answer knows of them.
    if (cursor && this.cursor?.id === cursor.id) this.cursor = { id: cursor.id, index };
  }

  #shift(rows: number): void {
    this.list?.shift(rows);
    if (this.cursor?.index != null) this.cursor = { id: this.cursor.id, index: this.cursor.index + rows };
    else void this.#findCursor();
    if (this.#sought) void this.#seek();
  }

  #anchor(): { id: number; below: number } | null {
    const top = this.list?.anchor();
    const { cursor } = this;
    if (!top || this.#log.count === 0) return cursor && { id: cursor.id, below: 0 };
    const below = cursor?.index == null ? null : (this.list?.distance(cursor.index) ?? null);
    if (cursor && below !== null) return { id: cursor.id, below };
    const row = this.atEnd ? undefined : this.#log.row(top.index);
    return row ? { id: row.id, below: top.below } : null;
  }

  async #indexOf(id: number): Promise<number | null> {
    const { index, exact } = await this.#log.locate({ id });
    return exact ? index : null;
  }
}
