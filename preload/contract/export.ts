import { z } from 'zod';
import { filterText } from './journal.ts';
import { profileId } from './profile.ts';

/** `ndjson` is complete and can be read back. */
export const exportFormat = z.enum(['ndjson', 'csv', 'har', 'markdown']);
export type ExportFormat = z.infer<typeof exportFormat>;

/** What is to be exported. Secrets of the profiles never are; `redact` replaces persons and other secrets too. */
export const exportAsked = z.strictObject({
  /** Names the work, for its progress and for cancelling it. */
  id: z.uuid(),
  profiles: z.array(profileId).min(1).max(1000),
  filter: filterText,
  /** With the whole exchange of each entry that meets the filter. */
  fold: z.boolean(),
  /** Ids of the first and the last entry; null for no limit. */
  from: z.int().nullable(),
  to: z.int().nullable(),
  format: exportFormat,
  redact: z.boolean(),
});
export type ExportAsked = z.infer<typeof exportAsked>;

export const findingKind = z.enum(['credential', 'token', 'private-key', 'email', 'phone', 'address']);
export type FindingKind = z.infer<typeof findingKind>;

/** What redaction found of one kind. */
export const finding = z.strictObject({
  kind: findingKind,
  /** Different ones. */
  count: z.int(),
  /** `masked`: what was found, hidden in the middle. */
  examples: z.array(z.strictObject({ masked: z.string(), alias: z.string() })),
});
export type Finding = z.infer<typeof finding>;

export const exportPreview = z.strictObject({
  entries: z.int(),
  /** Of them, those that were looked at, spread evenly. */
  looked: z.int(),
  findings: z.array(finding),
  /** Of those looked at, entries with sealed content, and with bytes that are no text: these go as they are. */
  sealed: z.int(),
  opaque: z.int(),
  /** The beginning of the file, as it would be written. */
  beginning: z.string(),
});
export type ExportPreview = z.infer<typeof exportPreview>;

export const exported = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('saved'), path: z.string(), entries: z.int() }),
  /** Nothing was written, or it was deleted again. */
  z.strictObject({ state: z.literal('cancelled') }),
]);
export type Exported = z.infer<typeof exported>;
