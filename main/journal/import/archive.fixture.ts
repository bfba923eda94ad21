import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExportOrder, type Journal, openJournal } from '../journal.ts';
import { silent } from '../silent.fixture.ts';
import type { ImportOrder } from './importer.ts';

const worker = join(import.meta.dirname, '../worker.ts');

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
    const { journal } = await openJournal({ folder: home, worker, on: silent });
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

/** An entry of one profile with all that an entry can have, and one of another. */
export async function fill(journal: Journal, one: string, other: string): Promise<void> {
  const id = journal.append(one, {
    ...{ direction: 'out', kind: 'message', from: 'a', to: 'b', exchange: 'e', marks: ['duplicate'], waiting: true },
    args: [{ a: [new Uint8Array([1, 255]), new Uint8Array()] }, 'ä'.repeat(99)],
    resend: { action: 'send', input: { text: 'x' } },
    opened: { state: 'opened', by: 'key' },
    signature: { state: 'wrong', reason: 'expired' },
    offers: [{ label: 'Answer', action: 'send', input: {}, how: 'run' }],
    links: [{ label: 'A file', url: 'https://example.org' }],
  });
  journal.revise(id, {
    inside: 'open',
    facts: [{ name: 'n', value: 'v' }],
    steps: [{ name: 'sent', after: 1.5, tone: 'good' }],
  });
  journal.append(other, { direction: 'note', kind: 'closed', args: [], tone: 'bad' });
  await journal.bookmark(id, { comment: 'look', colour: 'red' });
}

/** What was exported of these profiles, with ids that are the same in every journal. */
export function exported(path: string, profiles: readonly { id: string }[]): string {
  const text = readFileSync(path, 'utf8').replace(/"id":(?:10{11})?(\d)/g, '"id":$1');
  return profiles.reduce((rest, { id }, index) => rest.replaceAll(id, `profile ${index}`), text);
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
