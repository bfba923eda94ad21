import type { DatabaseSync } from 'node:sqlite';
import { createBookmarks } from './bookmark.ts';
import { createDeletion } from './deletion.ts';
import { createExchangeReader } from './exchange-reader.ts';
import { createReader } from './store-reader.ts';
import { createWriter } from './store-writer.ts';

/** The statements of the journal over an open database. */
export type Store = ReturnType<typeof createStore>;

export function createStore(database: DatabaseSync) {
  return {
    ...createWriter(database),
    ...createBookmarks(database),
    ...createDeletion(database),
    ...createReader(database),
    ...createExchangeReader(database),
    close: () => database.close(),
  };
}
