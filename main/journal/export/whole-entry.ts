import type { DatabaseSync } from 'node:sqlite';
import type { Entry, EntryRow } from '../../../preload/contract/index.ts';
import { wholeArgs } from '../filter/folding.ts';
import { asBytes, type Path } from '../json-writer.ts';
import { fromEntry, rowColumns, toRow } from '../row.ts';

/** An entry with everything that is kept of it. */
export interface WholeEntry extends Pick<Entry, 'facts' | 'offers' | 'links'> {
  row: EntryRow;
  /** JSON text of all arguments. */
  args: string;
  binaries: { path: Path; bytes: Uint8Array }[];
  inside: string | undefined;
  resend: NonNullable<Entry['resend']> | undefined;
}

/** The statement that reads entries whole. */
export function createWholeReader(database: DatabaseSync) {
  const select = database.prepare(`
    select ${rowColumns}, resend, offers, links, facts, inside, ${wholeArgs} as args ${fromEntry} where entry.id = ?`);
  const selectBinaries = database.prepare('select path, bytes from binary where entry = ? order by rowid');
  return {
    whole(id: number): WholeEntry | undefined {
      const found = select.get(id);
      if (!found) return undefined;
      return {
        row: toRow(found),
        args: String(found.args),
        binaries: selectBinaries.all(id).map(({ path, bytes }) => ({
          path: JSON.parse(String(path)),
          bytes: asBytes(bytes) ?? new Uint8Array(),
        })),
        inside: found.inside === null ? undefined : String(found.inside),
        facts: listOf(found.facts),
        offers: listOf(found.offers),
        links: listOf(found.links),
        resend: found.resend === null ? undefined : JSON.parse(String(found.resend)),
      };
    },
  };
}

function listOf(text: unknown): [] {
  return typeof text === 'string' ? JSON.parse(text) : [];
}
