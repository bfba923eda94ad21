import { type JournalFileHead, journalFileVersion } from '../../../preload/contract/index.ts';
import { encodeJson } from '../payload.ts';
import type { Format } from './format.ts';
import type { WholeEntry } from './whole-entry.ts';

/** Complete, and readable again: see `journal-file.ts` in the contract. */
export const ndjson: Format = {
  head({ app, redacted, profiles }) {
    const given: JournalFileHead = {
      patchbay: 'journal',
      version: journalFileVersion,
      app,
      redacted,
      profiles: [...profiles],
    };
    return `${JSON.stringify(given)}\n`;
  },
  entry: (entry) => `${lineOf(entry)}\n`,
  foot: () => '',
};

/** The arguments go as they are kept: a text of unlimited depth is not read and written again. */
function lineOf({ row, args, binaries, inside, facts, offers, links, resend }: WholeEntry): string {
  const { id, profile, at, direction, kind, tone, from, to, exchange, preview } = row;
  const head = {
    ...{ id, profile, at, direction, kind, tone, from, to, exchange, preview },
    ...(row.marks.length > 0 && { marks: row.marks }),
    ...(row.steps.length > 0 && { steps: row.steps }),
    ...(row.waiting && { waiting: true }),
    ...(row.opened.state !== 'plain' && { opened: row.opened }),
    ...(row.signature.state !== 'none' && { signature: row.signature }),
    ...(row.bookmark && { bookmark: row.bookmark }),
    ...(inside !== undefined && { inside }),
    ...(facts.length > 0 && { facts }),
    ...(offers.length > 0 && { offers }),
    ...(links.length > 0 && { links }),
    ...(resend && { resend }),
    ...(binaries.length > 0 && { binaries: binaries.map(({ path, bytes }) => ({ path, base64: base64Of(bytes) })) }),
  };
  return `${encodeJson(withoutGaps(head)).slice(0, -1)},"args":${args}}`;
}

export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function withoutGaps(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
