import { conditionOf } from './filter.ts';
import { isDamage, openDatabase, setAside } from './schema.ts';
import { createStore, type Store } from './store.ts';
import type { Find, Question } from './view.ts';
import { createWatchers } from './watchers.ts';
import type { Change, Desk, FromWorker } from './worker-protocol.ts';

export interface Batch {
  changes: Change[];
  weight: number;
}

/** After a write that failed for the disk's reasons, in milliseconds. */
const retryPause = 1000;
/** Entries deleted before other work gets its turn. */
const deleteStride = 5000;

/** What the worker does, apart from being a thread. Throws when no journal can be opened at all. */
export function openDesk(folder: string, post: (message: FromWorker) => void) {
  let { store, file, notices } = openStore(folder);
  const unwritten: Batch[] = [];
  let troubled = false;
  let timer: NodeJS.Timeout | undefined;
  const watchers = createWatchers({ rows: (ids) => use((current) => current.rows(ids)), finder }, post);
  const last = store.last();
  watchers.start(last);

  /** Runs work on the store; a damaged one is set aside and the work done on a new one. */
  function use<Result>(work: (current: Store) => Result): Result {
    try {
      return work(store);
    } catch (error) {
      if (!isDamage(error)) throw error;
      store.close();
      post({ what: 'troubled', notice: setAside(file) });
      ({ store, file } = openStore(folder));
      void watchers.renew(() => true);
      return work(store);
    }
  }

  function finder(question: Question): Find {
    const condition = conditionOf(question.filter);
    let prepared: { by: Store; find: Find } | undefined;
    return (after, upTo) =>
      use((current) => {
        if (prepared?.by !== current) {
          prepared = { by: current, find: current.finder(question.profiles, condition) };
        }
        return prepared.find(after, upTo);
      });
  }

  function writeAll(): void {
    clearTimeout(timer);
    for (let batch = unwritten[0]; batch; batch = unwritten[0]) {
      if (!write(batch.changes)) {
        timer = setTimeout(writeAll, retryPause);
        return;
      }
      unwritten.shift();
      post({ what: 'written', weight: batch.weight });
      announce(batch.changes);
    }
  }

  /** False when it is worth trying again. */
  function write(changes: Change[]): boolean {
    try {
      use((current) => current.write(changes));
      if (troubled) post({ what: 'troubled', notice: 'The journal can write again.' });
      troubled = false;
      return true;
    } catch (error) {
      if (isDiskTrouble(error)) {
        if (!troubled) post({ what: 'troubled', notice: diskNotice(error) });
        troubled = true;
        return false;
      }
      for (const change of changes) writeAlone(change);
      return true;
    }
  }

  function writeAlone(change: Change): void {
    try {
      use((current) => current.write([change]));
    } catch (error) {
      const what = change.what === 'entry' ? `An entry of ${change.size} bytes` : `A change to entry ${change.id}`;
      post({ what: 'troubled', notice: `${what} could not be kept in the journal: ${messageOf(error)}.` });
    }
  }

  function announce(changes: readonly Change[]): void {
    let to = 0;
    const revisions: { id: number; words: boolean }[] = [];
    for (const change of changes) {
      if (change.what === 'entry') to = change.id;
      else
        revisions.push({ id: change.id, words: [change.inside, change.from, change.to, change.preview].some(Boolean) });
    }
    watchers.advance(to, revisions);
  }

  const desk: Desk = {
    watch: ({ view, profiles, filter }) => watchers.watch(view, { profiles, filter }),
    unwatch: ({ view }) => void watchers.unwatch(view),
    page({ view, offset, limit }) {
      const watched = watchers.get(view);
      if (!watched) return { offset, rows: [], count: 0 };
      return { offset, rows: use((current) => current.rows(watched.slice(offset, limit))), count: watched.count };
    },
    entry: ({ id, limit }) => use((current) => current.entry(id, limit)),
    args: ({ id }) => use((current) => current.args(id)),
    retryVerdicts() {
      const ids = use((current) => current.retryVerdicts());
      const revisions = ids.map((id) => ({ id, words: false }));
      watchers.advance(0, revisions);
    },
    async clear({ profile }) {
      const upTo = watchers.last;
      while (use((current) => current.remove(profile, upTo, deleteStride)) > 0) await new Promise(setImmediate);
      await watchers.renew(({ profiles }) => profiles.includes(profile));
    },
    flush: writeAll,
    close() {
      writeAll();
      clearTimeout(timer);
      watchers.close();
      store.close();
    },
  };
  return {
    desk,
    last,
    notices,
    take(batch: Batch): void {
      unwritten.push(batch);
      if (!troubled) writeAll();
    },
  };
}

function openStore(folder: string) {
  const { database, file, notices } = openDatabase(folder);
  return { store: createStore(database), file, notices };
}

function isDiskTrouble(error: unknown): boolean {
  return /disk is full|disk I\/O|readonly database|database is locked|unable to open/.test(messageOf(error));
}

function diskNotice(error: unknown): string {
  return `The journal cannot write: ${messageOf(error)}. What arrives is held in memory until it can. Free some space on the disk.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
