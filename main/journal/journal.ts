import type { Entry, EntryRow, Event } from '../../preload/contract/index.ts';
import type { Draft, Revision } from './draft.ts';

/** All entries, on disk. The face of a worker that alone touches the database. */
export interface Journal {
  /** Numbers, stamps and hands over; constant work. Returns the entry's id at once. */
  append(profile: string, draft: Draft): number;
  /** `revision.steps` is the whole list so far. Ids that are gone are ignored. */
  revise(id: number, revision: Revision): void;
  /** Opens a view, or replaces the question of an open one. */
  watch(view: { view: string; profiles: string[]; filter: string }): Promise<{ count: number }>;
  unwatch(view: string): void;
  /** Rows `offset` to `offset + limit` of a view, oldest first; no rows for a view that is not open. */
  page(view: string, offset: number, limit: number): Promise<{ offset: number; rows: EntryRow[]; count: number }>;
  /** `limit`: characters of text and bytes of each binary. */
  entry(id: number, limit: number): Promise<Entry | undefined>;
  /** All arguments, bytes as `Uint8Array` again, for judging; undefined when the entry is gone. */
  args(id: number): Promise<{ profile: string; row: EntryRow; args: unknown[] } | undefined>;
  /** Puts `locked` and `signer-unknown` entries back to `pending`, after a key was added. */
  retryVerdicts(): Promise<void>;
  clear(profile: string): Promise<void>;
  /** Resolves when everything appended so far is written. */
  flush(): Promise<void>;
  /** Writes what is pending and ends the worker. */
  close(): Promise<void>;
}

export interface JournalOptions {
  /** Folder of the user's data; exists. */
  folder: string;
  /** Script file of the worker. */
  worker: string;
  on: {
    appended(event: Event<'journal:appended'>): void;
    revised(event: Event<'journal:revised'>): void;
    troubled(notice: string): void;
  };
}

/** `notices`: what the user should know about how the file was found. Rejects when no journal can be opened at all. */
export declare function openJournal(options: JournalOptions): Promise<{ journal: Journal; notices: string[] }>;
