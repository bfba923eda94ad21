import type { DatabaseSync } from 'node:sqlite';
import type { Filter } from '../../preload/contract/filter/index.ts';
import { createBookmarks } from './bookmark.ts';
import { createDeletion } from './deletion.ts';
import { createExchangeReader } from './exchange-reader.ts';
import { createWholeReader } from './export/whole-entry.ts';
import type { Asking } from './filter/condition-of.ts';
import { createFinder } from './filter/finder.ts';
import { createLandmarks } from './landmark.ts';
import { createRetention } from './retention.ts';
import { createReader } from './store-reader.ts';
import { createWriter } from './store-writer.ts';
import { createSuggestions } from './suggestions.ts';
import { createUsage } from './usage.ts';

/** The statements of the journal over an open database. */
export type Store = ReturnType<typeof createStore>;

export function createStore(database: DatabaseSync) {
  return {
    ...createWriter(database),
    ...createBookmarks(database),
    ...createDeletion(database),
    ...createReader(database),
    ...createWholeReader(database),
    ...createExchangeReader(database),
    ...createLandmarks(database),
    ...createSuggestions(database),
    ...createUsage(database),
    ...createRetention(database),
    /** Finds the entries that meet a view's question. */
    finder: (profiles: readonly string[], filter: Filter, asking: Asking) =>
      createFinder(database, profiles, filter, asking),
    close: () => database.close(),
  };
}
