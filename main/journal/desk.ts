import { conditionOf } from './filter.ts';
import { SoundStore } from './sound-store.ts';
import type { Store } from './store.ts';
import type { Find, Question } from './view.ts';
import { Watchers } from './watchers.ts';
import type { Asked, Change, Desk, FromWorker } from './worker-protocol.ts';
import { type Batch, WriteQueue } from './write-queue.ts';

/** Entries deleted before other work gets its turn. */
const deleteStride = 5000;

/** What the worker does, apart from being a thread. */
export class WorkerDesk implements Desk {
  readonly #store: SoundStore;
  readonly #watchers: Watchers;
  readonly #queue: WriteQueue;

  /** Throws when no journal can be opened at all. */
  constructor(folder: string, post: (message: FromWorker) => void) {
    this.#store = new SoundStore(folder, (notice) => {
      post({ what: 'troubled', notice });
      void this.#watchers.renew();
    });
    const source = {
      rows: (ids: readonly number[]) => this.#store.use((store) => store.rows(ids)),
      finder: (question: Question) => createFinder(this.#store, question),
    };
    this.#watchers = new Watchers(
      source,
      this.#store.use((store) => store.last()),
      post,
    );
    this.#queue = new WriteQueue(this.#store, post, (changes) => this.#announce(changes));
  }

  get last(): number {
    return this.#watchers.last;
  }

  get notices(): string[] {
    return this.#store.notices;
  }

  take(batch: Batch): void {
    this.#queue.push(batch);
  }

  watch({ view, profiles, filter }: Asked<'watch'>) {
    return this.#watchers.watch(view, { profiles, filter });
  }

  unwatch({ view }: Asked<'unwatch'>) {
    this.#watchers.unwatch(view);
  }

  page({ view, offset, limit }: Asked<'page'>) {
    const watched = this.#watchers.get(view);
    if (!watched) return { offset, rows: [], count: 0 };
    const rows = this.#store.use((store) => store.rows(watched.slice(offset, limit)));
    return { offset, rows, count: watched.count };
  }

  entry({ id, limit }: Asked<'entry'>) {
    return this.#store.use((store) => store.entry(id, limit));
  }

  args({ id }: Asked<'args'>) {
    return this.#store.use((store) => store.args(id));
  }

  retryVerdicts() {
    const ids = this.#store.use((store) => store.retryVerdicts());
    this.#watchers.advance(
      0,
      ids.map((id) => ({ id, words: false })),
    );
    return ids;
  }

  async clear({ profile }: Asked<'clear'>) {
    const { last } = this;
    const oldest = () => this.#store.use((store) => store.oldest(profile, last, deleteStride));
    for (let ids = oldest(); ids.length > 0; ids = oldest()) {
      this.#delete(ids);
      await new Promise(setImmediate);
    }
  }

  flush() {
    this.#queue.writeAll();
  }

  close() {
    this.#queue.close();
    this.#watchers.close();
    this.#store.close();
  }

  /** The one way that entries leave the journal. */
  #delete(ids: readonly number[]): void {
    this.#watchers.forget(this.#store.use((store) => store.delete(ids)));
  }

  #announce(changes: readonly Change[]): void {
    const last = changes.findLast(({ what }) => what === 'entry')?.id ?? 0;
    const revisions = changes.filter((change) => change.what === 'revision');
    this.#watchers.advance(
      last,
      revisions.map(({ id, inside, from, to, preview }) => ({ id, words: [inside, from, to, preview].some(isText) })),
    );
  }
}

/** Prepared once for each store: a damaged one is replaced. */
function createFinder(sound: SoundStore, question: Question): Find {
  const condition = conditionOf(question.filter);
  let prepared: { by: Store; find: Find } | undefined;
  return (after, upTo) =>
    sound.use((store) => {
      if (prepared?.by !== store) prepared = { by: store, find: store.finder(question.profiles, condition) };
      return prepared.find(after, upTo);
    });
}

function isText(value: string | null): boolean {
  return value !== null;
}
