import { randomUUID } from 'node:crypto';
import type { Archive, Bookmark, JournalFileEntry } from '../../../preload/contract/index.ts';
import type { SoundStore } from '../sound-store.ts';
import { Turn } from '../turn.ts';
import type { Change, FromWorker } from '../worker-protocol.ts';
import { changesOf, Unreadable } from './file-entry.ts';

/** Bytes of the file whose entries are written at once, and milliseconds that others wait for their turn. */
const stride = 1024 * 1024;
const wait = 200;
const mostExamples = 20;
/** As many as can be shown together. */
const mostProfiles = 1000;

export type Imported = Pick<Archive, 'entries' | 'refused' | 'profiles'>;

/**
 * Takes over what is read from a file, a piece at a time. What cannot be read is passed over and counted. Entries get the
 * ids after `after`, and profiles new ones: what is opened may stand beside what it was made from.
 */
export class Intake {
  readonly taken: Imported = { entries: 0, refused: { count: 0, examples: [] }, profiles: [] };
  readonly #store: SoundStore;
  readonly #after: number;
  readonly #post: (message: FromWorker) => void;
  #changes: Change[] = [];
  #bookmarks: [id: number, Bookmark][] = [];
  #written = 0;
  readonly #turn = new Turn(wait);

  constructor(store: SoundStore, after: number, post: (message: FromWorker) => void) {
    this.#store = store;
    this.#after = after;
    this.#post = post;
  }

  /** Answers its id. Throws {@link Unreadable} when there are too many. */
  addProfile({ name, service }: { name: string; service: string }): string {
    const { profiles } = this.taken;
    if (profiles.length === mostProfiles) {
      throw new Unreadable(`No more than ${mostProfiles.toLocaleString('en')} connections can be shown together.`);
    }
    const id = randomUUID();
    profiles.push({ id, name, service });
    return id;
  }

  /** `where`: in the file, for people. `read` throws {@link Unreadable} for what is to be passed over. */
  take(where: string, read: () => { profile: string; entry: JournalFileEntry }): void {
    try {
      const { profile, entry } = read();
      const id = this.#after + this.taken.entries + 1;
      this.#changes.push(...changesOf(entry, id, profile));
      if (entry.bookmark) this.#bookmarks.push([id, entry.bookmark]);
      this.taken.entries += 1;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.refuse(where, error.message);
    }
  }

  refuse(where: string, reason: string): void {
    const { refused } = this.taken;
    refused.count += 1;
    if (refused.examples.length < mostExamples) refused.examples.push({ where, reason });
  }

  /** So many bytes of the file are read: once there are enough, or after some time, what they held is written. */
  async reach(through: number): Promise<void> {
    if (through - this.#written >= stride || this.#turn.over) await this.write(through);
  }

  /** Others get their turn then. Rejects when the journal was closed meanwhile. */
  async write(through: number): Promise<void> {
    const [changes, bookmarks] = [this.#changes, this.#bookmarks];
    [this.#changes, this.#bookmarks, this.#written] = [[], [], through];
    this.#store.use((open) => {
      open.write(changes);
      for (const [id, bookmark] of bookmarks) open.bookmark(id, bookmark);
    });
    this.#post({ what: 'imported', through });
    await this.#turn.pass();
  }
}
