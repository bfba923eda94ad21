import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ProfileId } from '../preload/contract/index.ts';
import type { Journal } from './journal/journal.ts';
import { encodePayload } from './journal/payload.ts';

/** Entries that are written at once. */
const stride = 200;

/**
 * Writes a profile's entries that meet the filter, oldest first: NDJSON, readable by the user only. Rejects with a
 * Problem for a filter that cannot be read, and when the disk refuses.
 */
export async function writeTape(
  journal: Journal,
  { id, name, service }: { id: ProfileId; name: string; service: string },
  filter: string,
  path: string,
): Promise<void> {
  const view = randomUUID();
  await journal.watch({ view, profiles: [id], filter, fold: false, rules: [] });
  const file = await open(path, 'wx', 0o600);
  try {
    // Finds what the view has not looked through yet.
    await journal.locate(view, { id: 0 });
    await file.write(lineOf({ patchbay: 'journal', version: 1, profiles: [{ name, service }] }));
    for (let offset = 0; ; offset += stride) {
      const { rows } = await journal.page(view, offset, stride);
      const found = await Promise.all(rows.map((row) => journal.args(row.id)));
      await file.write(found.flatMap((entry) => (entry ? [entryLine(entry)] : [])).join(''));
      if (rows.length < stride) return;
    }
  } finally {
    journal.unwatch(view);
    await file.close();
  }
}

function entryLine({ row, args }: NonNullable<Awaited<ReturnType<Journal['args']>>>): string {
  const { text, binaries } = encodePayload(args);
  const { id, at, direction, kind, exchange, marks } = row;
  const bytes = binaries.map(({ path, bytes }) => ({
    path: JSON.parse(path),
    base64: Buffer.from(bytes).toString('base64'),
  }));
  const head = JSON.stringify({ id, at, direction, kind, exchange, marks, binaries: bytes });
  // Texts of unlimited depth are not read and written again.
  return `${head.slice(0, -1)},"args":${text}}\n`;
}

const lineOf = (value: object) => `${JSON.stringify(value)}\n`;
