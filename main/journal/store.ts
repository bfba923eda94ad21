import type { DatabaseSync } from 'node:sqlite';
import { createDeletion } from './deletion.ts';
import { createReader } from './store-reader.ts';
import { createWriter } from './store-writer.ts';

/** The statements of the journal over an open database. */
export type Store = ReturnType<typeof createStore>;

export function createStore(database: DatabaseSync) {
  return {
    ...createWriter(database),
    ...createDeletion(database),
    ...createReader(database),
    close: () => database.close(),
  };
}
