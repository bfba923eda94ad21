import type { ZodError } from 'zod';
import { type JournalFileEntry, journalFileEntry } from '../../../preload/contract/index.ts';
import { cutPreview, encodeJson, previewOf } from '../payload.ts';
import type { Change, NewEntry } from '../worker-protocol.ts';

/** What cannot be taken over; the message is for people. */
export class Unreadable extends Error {}

/** Characters or bytes of one entry; a larger one is passed over. */
export const longest = 256 * 1024 * 1024;

/** Later or earlier than dates can say: the log could not show it. */
const latest = 8.64e15;

/** One line of an exported journal. Throws {@link Unreadable}. */
export function readFileEntry(text: string): JournalFileEntry {
  return checkFileEntry(parseJson(text));
}

/** Throws {@link Unreadable}. */
export function checkFileEntry(given: unknown): JournalFileEntry {
  const read = journalFileEntry.safeParse(given);
  if (!read.success) throw new Unreadable(`Not an entry: ${problemOf(read.error)}`);
  if (Math.abs(read.data.at) > latest) throw new Unreadable('Not an entry: at: no such time.');
  return read.data;
}

/** The first thing that is not as it should be, and where. */
export function problemOf({ issues: [issue] }: ZodError): string {
  if (!issue) return 'unknown';
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}

/** Throws {@link Unreadable}. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable(`Not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}`);
  }
}

/** What the journal writes for it. `profile`: the archive's own. */
export function changesOf(entry: JournalFileEntry, id: number, profile: string): Change[] {
  const { at, direction, tone, waiting } = entry;
  const args = encodeJson(entry.args);
  const binaries = entry.binaries.map(({ path, base64 }) => ({
    path: JSON.stringify(path),
    bytes: new Uint8Array(Buffer.from(base64, 'base64')),
  }));
  const size = binaries.reduce((sum, { bytes }) => sum + bytes.length, Buffer.byteLength(args));
  const given: NewEntry = {
    ...{ what: 'entry', id, profile, at, direction, tone, size, args },
    kind: entry.kind.toWellFormed(),
    from: textOf(entry.from),
    to: textOf(entry.to),
    exchange: textOf(entry.exchange),
    preview:
      entry.preview === undefined ? previewOf(entry.args, { text: args, binaries, size }) : cutPreview(entry.preview),
    marks: listOf(entry.marks),
    waiting: waiting ? 1 : 0,
    opened: entry.opened.state === 'plain' ? null : encodeJson(entry.opened),
    signature: entry.signature.state === 'none' ? null : encodeJson(entry.signature),
    resend: entry.resend ? encodeJson(entry.resend) : null,
    offers: listOf(entry.offers),
    links: listOf(entry.links),
    binaries: binaries.length > 0 ? binaries : null,
    rest: null,
  };
  const { steps, facts, inside } = entry;
  if (steps.length === 0 && facts.length === 0 && inside === undefined) return [given];
  const rest = { waiting: null, opened: null, signature: null, from: null, to: null, preview: null };
  return [given, { what: 'revision', id, steps: listOf(steps), facts: listOf(facts), inside: textOf(inside), ...rest }];
}

function textOf(text: string | undefined): string | null {
  return text === undefined ? null : text.toWellFormed();
}

function listOf(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : encodeJson(list);
}
