import type { ExportAsked, Exported, ExportPreview } from '../preload/contract/index.ts';
import type { Archives } from './journal/archives.ts';
import type { ExportOrder, Journal } from './journal/journal.ts';
import { messageOf, Problem } from './problem.ts';
import type { Profiles } from './profiles/profiles.ts';

/** The journal's entries as files to share. */
export interface Exports {
  preview(asked: ExportAsked): Promise<ExportPreview>;
  /** Rejects with a Problem when the file cannot be written. */
  start(asked: ExportAsked): Promise<Exported>;
  cancel(id: string): Promise<void>;
}

interface Parts {
  version: string;
  journal: Pick<Journal, 'export' | 'previewExport' | 'stopExport'>;
  profiles: Profiles;
  archives: Archives;
  /** Where a file of this name shall be written; nothing when the user wants none. */
  saveTo(name: string): Promise<string | undefined>;
}

const endings = { ndjson: 'ndjson', csv: 'csv', har: 'har', markdown: 'md' } as const;

export function createExports({ version, journal, profiles, archives, saveTo }: Parts): Exports {
  async function orderOf(asked: ExportAsked): Promise<ExportOrder> {
    const chosen = profiles.list().filter(({ id }) => asked.profiles.includes(id));
    const named = [...chosen, ...archives.profiles.filter(({ id }) => asked.profiles.includes(id))];
    const known = named.map(({ id, name, service }) => ({ id, name, service }));
    const secrets = await Promise.all(chosen.map(({ id }) => profiles.secrets.all(id)));
    return { ...asked, app: version, known, secrets: secrets.flat() };
  }

  return {
    async preview(asked) {
      return journal.previewExport(await orderOf(asked));
    },
    async start(asked) {
      const order = await orderOf(asked);
      const path = await saveTo(fileName(order));
      if (path === undefined) return { state: 'cancelled' };
      try {
        const entries = await journal.export(order, path);
        return entries === null ? { state: 'cancelled' } : { state: 'saved', path, entries };
      } catch (error) {
        throw new Problem('failed', 'The file could not be written. Nothing is left of it.', {
          details: messageOf(error),
        });
      }
    },
    cancel: (id) => journal.stopExport(id),
  };
}

function fileName({ known, format }: ExportOrder): string {
  const [only] = known;
  const name = only && known.length === 1 ? only.name : 'Patchbay';
  return `${name} ${new Date().toISOString().slice(0, 10)}.${endings[format]}`;
}
