import type { Entry, EntryRow } from '../../preload/contract/index.ts';
import type { Draft, Revision } from './draft.ts';
import { type JournalOptions, type Line, openLine } from './line.ts';
import { decodePayload } from './payload.ts';
import { Recorder } from './recorder.ts';

export type { JournalOptions };

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
  /** Puts `locked` and `signer-unknown` entries back to `pending`, after a key was added. Answers which, oldest first. */
  retryVerdicts(): Promise<number[]>;
  clear(profile: string): Promise<void>;
  /** Resolves when everything appended so far is written. */
  flush(): Promise<void>;
  /** Writes what is pending and ends the worker. */
  close(): Promise<void>;
}

/** `notices`: what the user should know about how the file was found. Rejects when no journal can be opened at all. */
export async function openJournal(options: JournalOptions): Promise<{ journal: Journal; notices: string[] }> {
  const { line, last, notices } = await openLine(options);
  const recorder = new Recorder(line, last);
  /** What was appended before a question is written before it is answered. */
  const ask: Line['ask'] = (name, input) => {
    recorder.send();
    return line.ask(name, input);
  };
  const journal: Journal = {
    append: (profile, draft) => recorder.append(profile, draft),
    revise: (id, revision) => recorder.revise(id, revision),
    watch: (question) => ask('watch', question),
    unwatch: (view) => void ask('unwatch', { view }).catch(() => {}),
    page: (view, offset, limit) => ask('page', { view, offset, limit }),
    entry: (id, limit) => ask('entry', { id, limit }),
    async args(id) {
      const found = await ask('args', { id });
      return found && { profile: found.profile, row: found.row, args: decodePayload(found.text, found.binaries) };
    },
    retryVerdicts: () => ask('retryVerdicts', null),
    clear: (profile) => ask('clear', { profile }),
    flush: () => ask('flush', null),
    close() {
      recorder.close();
      return line.close();
    },
  };
  return { journal, notices };
}
