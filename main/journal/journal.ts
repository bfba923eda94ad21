import type {
  Bookmark,
  Capture,
  Entry,
  EntryRow,
  ExportPreview,
  Located,
  Output,
  Place,
  Scan,
} from '../../preload/contract/index.ts';
import type { Draft, Revision } from './draft.ts';
import type { ExportOrder } from './export/exporter.ts';
import type { ImportOrder } from './import/importer.ts';
import type { Imported } from './import/intake.ts';
import { type JournalOptions, type Line, openLine } from './line.ts';
import { decodePayload } from './payload.ts';
import { Recorder } from './recorder.ts';
import type { Retentions } from './retention.ts';
import type { Question } from './view.ts';

export type { ExportOrder, JournalOptions };

/** All entries, on disk. The face of a worker that alone touches the database. */
export interface Journal {
  /** Numbers, stamps and hands over; constant work. Returns the entry's id at once. */
  append(profile: string, draft: Draft): number;
  /** `revision.steps` is the whole list so far. Ids that are gone are ignored. */
  revise(id: number, revision: Revision): void;
  /** Opens a view, or replaces the question of an open one. See `journal:watch` in the contract, as for all of a view. */
  watch(question: { view: string } & Question): Promise<{ count: number; scan: Scan }>;
  stopScan(view: string): Promise<void>;
  unwatch(view: string): void;
  /** Values of a field of the filter language that contain a text: see `journal:suggest` in the contract. */
  suggest(asked: { profiles: string[]; field: string; text: string }): Promise<string[]>;
  /** Rows `offset` to `offset + limit` of a view, oldest first; no rows for a view that is not open. */
  page(view: string, offset: number, limit: number): Promise<{ offset: number; rows: EntryRow[]; count: number }>;
  locate(view: string, place: Place): Promise<Located>;
  /** `limit`: characters of text and bytes of each binary. */
  entry(id: number, limit: number): Promise<Entry | undefined>;
  /** All arguments, bytes as `Uint8Array` again, for judging; undefined when the entry is gone. */
  args(id: number): Promise<{ profile: string; row: EntryRow; args: unknown[] } | undefined>;
  /** Puts `locked` and `signer-unknown` entries back to `pending`, after a key was added. Answers which, oldest first. */
  retryVerdicts(): Promise<number[]>;
  /** False when there is no such entry. */
  bookmark(id: number, bookmark: Bookmark | null): Promise<boolean>;
  /** Deletes the rows of a view from one id to another. */
  delete(view: string, from: number, to: number): Promise<{ count: number }>;
  clear(profile: string): Promise<void>;
  /** How much to keep from now on. Resolves when what is beyond is deleted, what comes later goes in the background. */
  retain(retentions: Retentions): Promise<void>;
  /** Payloads whose JSON text is longer than so many UTF-16 units are kept in parts from now on. */
  keepInParts(beyond: number): void;
  usage(): Promise<Output<'journal:usage'>>;
  /** Gives back to the disk what is free in the file. */
  compact(): Promise<void>;
  readonly capture: Capture;
  /** Writes a file; answers how many entries, or null when it was stopped. Rejects when the disk refuses. */
  export(order: ExportOrder, path: string): Promise<number | null>;
  previewExport(order: ExportOrder): Promise<ExportPreview>;
  stopExport(id: string): Promise<void>;
  /** Takes over a log file of any kind. Rejects with words for people. */
  import(order: ImportOrder): Promise<Imported>;
  /** Resolves when everything appended so far is written. */
  flush(): Promise<void>;
  /** Writes what is pending and ends the worker. */
  close(): Promise<void>;
}

/** `notices`: what the user should know about how the file was found. Rejects when no journal can be opened at all. */
export async function openJournal(options: JournalOptions): Promise<{ journal: Journal; notices: string[] }> {
  const { line, last, notices } = await openLine(options);
  const recorder = new Recorder(line, last, options.on);
  /** What was appended before a question is written before it is answered. */
  const ask: Line['ask'] = (name, input) => {
    recorder.send();
    return line.ask(name, input);
  };
  const journal: Journal = {
    append: (profile, draft) => recorder.append(profile, draft),
    revise: (id, revision) => recorder.revise(id, revision),
    watch: (question) => ask('watch', question),
    stopScan: (view) => ask('stopScan', { view }),
    suggest: (asked) => ask('suggest', asked),
    unwatch: (view) => void ask('unwatch', { view }).catch(() => {}),
    page: (view, offset, limit) => ask('page', { view, offset, limit }),
    locate: (view, place) => ask('locate', { view, place }),
    entry: (id, limit) => ask('entry', { id, limit }),
    async args(id) {
      const found = await ask('args', { id });
      return found && { profile: found.profile, row: found.row, args: decodePayload(found.text, found.binaries) };
    },
    retryVerdicts: () => ask('retryVerdicts', null),
    bookmark: (id, bookmark) => ask('bookmark', { id, bookmark }),
    delete: (view, from, to) => ask('delete', { view, from, to }),
    clear: (profile) => ask('clear', { profile }),
    keepInParts(beyond) {
      recorder.large = beyond;
    },
    retain: ({ retention, retentions }) => ask('retain', { retention, retentions }),
    usage: () => ask('usage', null),
    compact: () => ask('compact', null),
    get capture() {
      return recorder.capture;
    },
    export: (order, path) => ask('export', { order, path }),
    previewExport: (order) => ask('previewExport', order),
    stopExport: (id) => ask('stopExport', { id }),
    import: (order) => ask('import', order),
    flush: () => ask('flush', null),
    close() {
      recorder.close();
      return line.close();
    },
  };
  return { journal, notices };
}
