import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive, Event } from '../../preload/contract/index.ts';
import { type Journal, type JournalOptions, openJournal } from './journal.ts';

/** More than a journal ever gives: the id of an entry says which one it is in. */
const apart = 1_000_000_000_000;

/** What can be asked of a journal that nothing is added to. */
export type ReadOnlyJournal = Pick<
  Journal,
  'watch' | 'stopScan' | 'unwatch' | 'suggest' | 'page' | 'locate' | 'entry' | 'export' | 'previewExport' | 'stopExport'
>;

interface Parts extends Pick<JournalOptions, 'worker'> {
  /** Of the user's data; archives are in a folder of their own there, and are gone with the app. */
  folder: string;
  on: Pick<JournalOptions['on'], 'appended' | 'revised' | 'exported'> & {
    changed(archives: Archive[]): void;
    read(event: Event<'archive:read'>): void;
  };
}

interface Opened {
  archive: Archive;
  journal: ReadOnlyJournal & Pick<Journal, 'close'>;
}

/** A file on its way. */
interface Coming {
  name: string;
  size: number;
  number: number;
  /** Ends what reads it. */
  stop(): void;
}

/** Journals of others, each with a thread and a folder of its own, from when their files come until they are closed. */
export class Archives {
  readonly #folder: string;
  readonly #parts: Parts;
  readonly #coming = new Map<string, Coming>();
  readonly #opened = new Map<string, Opened>();
  #last = 0;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#folder = join(parts.folder, 'archives');
  }

  /** Removes what an earlier run has left. */
  static async begin(parts: Parts): Promise<Archives> {
    const archives = new Archives(parts);
    await rm(archives.#folder, { recursive: true, force: true });
    return archives;
  }

  list(): Archive[] {
    return [...this.#opened.values()].map(({ archive }) => archive);
  }

  /** Those of all files that are open. */
  get profiles(): Archive['profiles'] {
    return this.list().flatMap(({ profiles }) => profiles);
  }

  /** The journal of these profiles; nothing where they are the user's. */
  ofProfiles(ids: readonly string[]): ReadOnlyJournal | undefined {
    const found = [...this.#opened.values()].find(({ archive }) => archive.profiles.some(({ id }) => ids.includes(id)));
    return found?.journal;
  }

  /** The journal of an entry; nothing where that is the user's. */
  ofEntry(id: number): ReadOnlyJournal | undefined {
    const number = Math.floor(id / apart);
    return [...this.#opened.values()].find(({ archive }) => archive.number === number)?.journal;
  }

  /** Answers the id under which the file is written. */
  async create(name: string, size: number): Promise<string> {
    const id = randomUUID();
    await mkdir(join(this.#folder, id), { recursive: true, mode: 0o700 });
    this.#last += 1;
    this.#coming.set(id, { name, size, number: this.#last, stop() {} });
    return id;
  }

  /** False where there is no such file on its way. */
  async write(id: string, bytes: Uint8Array): Promise<boolean> {
    if (!this.#coming.has(id)) return false;
    await appendFile(this.#file(id), bytes, { mode: 0o600 });
    return true;
  }

  /**
   * Reads the file; `known`: the user's profiles. Undefined where it was closed meanwhile; rejects with words for people
   * where it cannot be read.
   */
  async finish(id: string, known: Archive['profiles']): Promise<Archive | undefined> {
    const coming = this.#coming.get(id);
    if (!coming) return undefined;
    try {
      const { journal } = await this.#open(id, coming.size);
      coming.stop = () => void journal.close();
      const order = { path: this.#file(id), after: coming.number * apart, known };
      const imported = await journal.import(order).catch(async (error: Error) => {
        await journal.close();
        throw error;
      });
      if (!this.#coming.delete(id)) return undefined;
      await rm(this.#file(id));
      const archive: Archive = { id, name: coming.name, number: coming.number, ...imported };
      this.#opened.set(id, { archive, journal });
      this.#parts.on.changed(this.list());
      return archive;
    } catch (error) {
      if (!this.#coming.has(id)) return undefined;
      await this.close(id);
      throw error;
    }
  }

  /** Ends a file on its way, too. */
  async close(id: string): Promise<void> {
    this.#coming.get(id)?.stop();
    const opened = this.#opened.get(id);
    if (!this.#coming.delete(id) && !this.#opened.delete(id)) return;
    await opened?.journal.close();
    await rm(join(this.#folder, id), { recursive: true, force: true, maxRetries: 5 });
    if (opened) this.#parts.on.changed(this.list());
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#coming.keys(), ...this.#opened.keys()].map((id) => this.close(id)));
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #open(id: string, size: number) {
    const { appended, revised, exported, read } = this.#parts.on;
    return openJournal({
      folder: join(this.#folder, id),
      worker: this.#parts.worker,
      on: {
        ...{ appended, revised, exported },
        imported: (through) => read({ id, through, size }),
        taken() {},
        troubled() {},
        captured() {},
        hold() {},
      },
    });
  }

  #file(id: string): string {
    return join(this.#folder, id, 'file');
  }
}
