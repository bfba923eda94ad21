import { isDamage, openDatabase, setAside } from './schema.ts';
import { createStore, type Store } from './store.ts';

/** The store on disk; one that turns out to be damaged is set aside, and work goes on with a new one. */
export class SoundStore {
  readonly #folder: string;
  readonly #onReplaced: (notice: string) => void;
  #store: Store;
  #file: string;
  /** What the user should know about how the file was found. */
  readonly notices: string[];

  /** Throws when no journal can be opened at all. */
  constructor(folder: string, onReplaced: (notice: string) => void) {
    this.#folder = folder;
    this.#onReplaced = onReplaced;
    const { database, file, notices } = openDatabase(folder);
    this.#store = createStore(database);
    this.#file = file;
    this.notices = notices;
  }

  use<Result>(work: (store: Store) => Result): Result {
    try {
      return work(this.#store);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#replace();
      return work(this.#store);
    }
  }

  close(): void {
    this.#store.close();
  }

  #replace(): void {
    this.#store.close();
    const notice = setAside(this.#file);
    const { database, file } = openDatabase(this.#folder);
    this.#store = createStore(database);
    this.#file = file;
    this.#onReplaced(notice);
  }
}
