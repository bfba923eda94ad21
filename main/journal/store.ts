import type { DatabaseSync } from 'node:sqlite';
import { createReader } from './store-reader.ts';
import { createWriter } from './store-writer.ts';

/** The statements of the journal over an open database. */
export type Store = ReturnType<typeof createStore>;

export function createStore(database: DatabaseSync) {
  return { ...createWriter(database), ...createReader(database), close: () => database.close() };
}
