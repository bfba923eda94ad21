import { tick } from 'svelte';
import type { EntryRow, ProfileId } from '../../preload/contract/index.ts';
import type { Log } from './log.svelte.ts';

/** What a list on the screen can be asked to do. */
export interface Scroller {
  reveal(index: number): void;
  place(index: number, below: number): void;
  toEnd(): void;
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
  /** How many rows had arrived when the end was last in sight. */
  #seen = $state(0);
  #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Rows that came since the end was last in sight. */
  get fresh(): number {
    return this.atEnd ? 0 : this.#log.arrived - this.#seen;
  }

  get row(): EntryRow | undefined {
    return this.cursor?.index == null ? undefined : this.#log.row(this.cursor.index);
  }

  /** To be called when rows came: notes what was seen. An empty log is at its end. */
  note(): void {
    if (this.#log.count === 0) this.atEnd = true;
    if (this.atEnd) this.#seen = this.#log.arrived;
  }

  /** Shows the answer to another question with the same row at the same place. */
  async ask(profiles: ProfileId[], filter: string): Promise<void> {
    const held = this.#anchor();
    if (!(await this.#log.watch(profiles, filter))) return;
    if (this.cursor) this.cursor = { id: this.cursor.id, index: await this.#indexOf(this.cursor.id) };
    const at = held && (await this.#log.indexOf(held.id));
    await tick();
    if (at && at.index < this.#log.count) this.list?.place(at.index, held.below);
    else this.list?.toEnd();
  }

  /** Goes to an entry. One that this log does not show moves nothing. */
  async goTo(id: number): Promise<void> {
    const index = await this.#indexOf(id);
    if (index === null) return;
    this.cursor = { id, index };
    this.list?.reveal(index);
  }

  /** Moves the cursor; any row but the last ends the following. The row, if it is at hand. */
  move(to: number): EntryRow | undefined {
    const index = Math.max(0, Math.min(this.#log.count - 1, to));
    this.list?.reveal(index);
    if (index < this.#log.count - 1) this.atEnd = false;
    const row = this.#log.row(index);
    this.cursor = { id: row?.id ?? -1, index };
    return row;
  }

  toEnd(): EntryRow | undefined {
    const row = this.#log.count > 0 ? this.move(this.#log.count - 1) : undefined;
    this.list?.toEnd();
    return row;
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
    const { index, exact } = await this.#log.indexOf(id);
    return exact ? index : null;
  }
}
