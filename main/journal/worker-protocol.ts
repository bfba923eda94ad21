import type {
  Bookmark,
  Entry,
  EntryRow,
  Event,
  ExportPreview,
  Located,
  Output,
  Place,
  Scan,
} from '../../preload/contract/index.ts';
import type { ExportOrder } from './export/exporter.ts';
import type { ImportOrder } from './import/importer.ts';
import type { Imported } from './import/intake.ts';
import type { Parcel } from './parcel.ts';
import type { EncodedBinary } from './payload.ts';
import type { Retentions } from './retention.ts';
import type { Question as ViewQuestion } from './view.ts';

type Text = string | null;

/** An entry as it goes to the worker, see {@link Parcel}: values the database takes as they are. JSON in text where it is absent means the usual. */
export interface NewEntry {
  what: 'entry';
  id: number;
  profile: string;
  at: number;
  direction: EntryRow['direction'];
  kind: string;
  tone: EntryRow['tone'];
  from: Text;
  to: Text;
  exchange: Text;
  size: number;
  preview: string;
  marks: Text;
  waiting: 0 | 1;
  opened: Text;
  signature: Text;
  resend: Text;
  offers: Text;
  links: Text;
  /** The beginning of the JSON text of all arguments; `rest` what comes after it, in parts, where it is large. */
  args: string;
  rest: string[] | null;
  binaries: EncodedBinary[] | null;
}

/** `null` leaves a value as it is. */
export interface NewRevision {
  what: 'revision';
  id: number;
  steps: Text;
  waiting: 0 | 1 | null;
  opened: Text;
  signature: Text;
  inside: Text;
  facts: Text;
  from: Text;
  to: Text;
  preview: Text;
}

export type Change = NewEntry | NewRevision;

/** What can be asked of the worker, each with one argument. */
export interface Desk {
  watch(question: { view: string } & ViewQuestion): { count: number; scan: Scan };
  stopScan(input: { view: string }): void;
  unwatch(input: { view: string }): void;
  suggest(asked: { profiles: string[]; field: string; text: string }): string[];
  page(input: { view: string; offset: number; limit: number }): { offset: number; rows: EntryRow[]; count: number };
  locate(input: { view: string; place: Place }): Located;
  entry(input: { id: number; limit: number }): Entry | undefined;
  args(input: { id: number }): StoredArgs | undefined;
  retryVerdicts(input: null): number[];
  /** False when there is no such entry. */
  bookmark(input: { id: number; bookmark: Bookmark | null }): boolean;
  delete(input: { view: string; from: number; to: number }): Promise<{ count: number }>;
  clear(input: { profile: string }): Promise<void>;
  retain(retentions: Retentions): Promise<void>;
  usage(input: null): Output<'journal:usage'>;
  compact(input: null): Promise<void>;
  export(input: { order: ExportOrder; path: string }): Promise<number | null>;
  previewExport(input: ExportOrder): Promise<ExportPreview>;
  stopExport(input: { id: string }): void;
  import(input: ImportOrder): Promise<Imported>;
  /** Tries to write what is still unwritten. */
  flush(input: null): void;
  close(input: null): void;
}

export interface StoredArgs {
  profile: string;
  row: EntryRow;
  text: string;
  binaries: { path: string; bytes: Uint8Array }[];
}

export type Question = keyof Desk;
export type Asked<Name extends Question> = Parameters<Desk[Name]>[0];
export type Answered<Name extends Question> = Awaited<ReturnType<Desk[Name]>>;

export type ToWorker =
  /** `weight` in bytes comes back as `written`. */
  | { what: 'batch'; parcel: Parcel; weight: number }
  | { what: 'question'; number: number; name: Question; input: unknown };

export type FromWorker =
  /** `last`: the greatest id ever given. */
  | { what: 'ready'; last: number; notices: string[] }
  | { what: 'answer'; number: number; value: unknown }
  /** `disk`: it could not be written; that is no fault of the question. */
  | { what: 'failure'; number: number; message: string; disk: boolean }
  | { what: 'written'; weight: number }
  /** The disk takes nothing more, or takes something again. */
  | { what: 'full'; full: boolean }
  | { what: 'appended'; event: Event<'journal:appended'> }
  | { what: 'revised'; event: Event<'journal:revised'> }
  | { what: 'exported'; event: Event<'export:changed'> }
  /** So many bytes of the file are taken over. */
  | { what: 'imported'; through: number }
  | { what: 'troubled'; notice: string };
