import { messageOf } from '../problem.ts';
import { isDiskTrouble, isFull } from './disk-trouble.ts';
import type { SoundStore } from './sound-store.ts';
import type { Change, FromWorker } from './worker-protocol.ts';

export interface Batch {
  changes: Change[];
  /** In bytes, as the sender counts them. */
  weight: number;
}

/** After a write that failed for the disk's reasons, in milliseconds. */
const retryPause = 1000;

/** Writes batches in order, each as one transaction. While the disk cannot be written they wait and are tried again. */
export class WriteQueue {
  readonly #store: SoundStore;
  readonly #post: (message: FromWorker) => void;
  readonly #onWritten: (changes: readonly Change[]) => void;
  readonly #unwritten: Batch[] = [];
  #trouble: 'none' | 'full' | 'other' = 'none';
  #timer: NodeJS.Timeout | undefined;

  constructor(store: SoundStore, post: (message: FromWorker) => void, onWritten: (changes: readonly Change[]) => void) {
    this.#store = store;
    this.#post = post;
    this.#onWritten = onWritten;
  }

  push(batch: Batch): void {
    this.#unwritten.push(batch);
    if (this.#trouble === 'none') this.writeAll();
  }

  writeAll(): void {
    clearTimeout(this.#timer);
    for (let batch = this.#unwritten[0]; batch; batch = this.#unwritten[0]) {
      if (!this.#write(batch.changes)) {
        this.#timer = setTimeout(() => this.writeAll(), retryPause);
        return;
      }
      this.#unwritten.shift();
      this.#post({ what: 'written', weight: batch.weight });
      this.#onWritten(batch.changes);
    }
  }

  close(): void {
    this.writeAll();
    clearTimeout(this.#timer);
  }

  /** False when it is worth trying again. */
  #write(changes: Change[]): boolean {
    try {
      this.#store.use((store) => store.write(changes));
    } catch (error) {
      if (isDiskTrouble(error)) return this.#waitForDisk(error);
      for (const change of changes) this.#writeAlone(change);
    }
    this.#recover();
    return true;
  }

  #waitForDisk(error: unknown): false {
    const trouble = isFull(error) ? 'full' : 'other';
    if (this.#trouble === 'none') {
      const meanwhile = trouble === 'full' ? 'in memory, without its payload,' : 'in memory';
      this.#tell(
        `The journal cannot write: ${messageOf(error)}. What arrives is kept ${meanwhile} until it can. Free some space on the disk.`,
      );
    }
    if (trouble !== this.#trouble) this.#post({ what: 'full', full: trouble === 'full' });
    this.#trouble = trouble;
    return false;
  }

  #recover(): void {
    if (this.#trouble === 'none') return;
    this.#tell('The journal can write again.');
    if (this.#trouble === 'full') this.#post({ what: 'full', full: false });
    this.#trouble = 'none';
  }

  /** So that one change which the database refuses does not take others with it. */
  #writeAlone(change: Change): void {
    try {
      this.#store.use((store) => store.write([change]));
    } catch (error) {
      const what = change.what === 'entry' ? `An entry of ${change.size} bytes` : `A change to entry ${change.id}`;
      this.#tell(`${what} could not be kept in the journal: ${messageOf(error)}.`);
    }
  }

  #tell(notice: string): void {
    this.#post({ what: 'troubled', notice });
  }
}
