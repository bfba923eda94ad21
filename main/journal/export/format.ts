import type { ExportFormat, JournalFileHead } from '../../../preload/contract/index.ts';
import { csv } from './csv.ts';
import { har } from './har.ts';
import { markdown } from './markdown.ts';
import { ndjson } from './ndjson.ts';
import type { WholeEntry } from './whole-entry.ts';

export type ExportedProfile = Required<JournalFileHead['profiles'][number]>;

/** What stands in front of the entries. */
export interface ExportHead {
  /** Version of the app. */
  app: string;
  redacted: boolean;
  profiles: readonly ExportedProfile[];
  /** Entries, all profiles together. */
  total: number;
}

/** A file format: pure text for each entry, which is put together in order. */
export interface Format {
  head(head: ExportHead): string;
  /** `profile`: the one it belongs to. Nothing for an entry that the format has no word for. */
  entry(entry: WholeEntry, profile: ExportedProfile): string;
  foot(): string;
  /** The entries of a profile follow each other; otherwise they come as they came. */
  byProfile?: { begin(profile: ExportedProfile, first: WholeEntry): string; end(): string };
}

/** Each with its own state, so that what is written knows what was written before. */
export const formats: Record<ExportFormat, () => Format> = {
  ndjson: () => ndjson,
  csv: () => csv,
  har,
  markdown: () => markdown,
};
