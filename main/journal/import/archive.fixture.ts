import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExportOrder, type Journal, openJournal } from '../journal.ts';
import type { ImportOrder } from './importer.ts';

const worker = join(import.meta.dirname, '../worker.ts');
const on = {
  taken() {},
  appended() {},
  revised() {},
  exported() {},
  imported() {},
  troubled() {},
  captured() {},
  hold() {},
};

/** What entries that are taken over are numbered after. */
export const after = 1_000_000_000_000;

/** A folder for files and journals, which are gone together. */
export interface Bench {
  folder: string;
  journal: Journal;
  open(): Promise<{ journal: Journal; folder: string }>;
  /** Has the journal take over a file that holds this. */
  take(content: string | Uint8Array, known?: ImportOrder['known']): ReturnType<Journal['import']>;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-import-'));
  const opened: Journal[] = [];
  const open = async () => {
    const home = mkdtempSync(join(folder, 'journal-'));
    const { journal } = await openJournal({ folder: home, worker, on });
    opened.push(journal);
    return { journal, folder: home };
  };
  const { journal } = await open();
  return {
    folder,
    journal,
    open,
    take(content, known = []) {
      const path = join(folder, 'file');
      writeFileSync(path, content);
      return journal.import({ path, after, known });
    },
    async close() {
      await Promise.all(opened.map((one) => one.close()));
      rmSync(folder, { recursive: true });
    },
  };
}

/** Of everything that these profiles have. */
export function anOrder(format: ExportOrder['format'], known: ExportOrder['known']): ExportOrder {
  return {
    ...{ id: crypto.randomUUID(), filter: '', fold: false, from: null, to: null, redact: false, app: '1', secrets: [] },
    ...{ format, known, profiles: known.map(({ id }) => id) },
  };
}

/** All entries of a profile, oldest first, without their ids. */
export async function rowsOf(journal: Journal, profiles: string[]) {
  const view = crypto.randomUUID();
  await journal.watch({ view, profiles, filter: '', fold: false, rules: [], names: new Map() });
  const { rows } = await journal.page(view, 0, 1000);
  journal.unwatch(view);
  return rows;
}
