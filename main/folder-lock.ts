import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Problem } from './problem.ts';

/**
 * Keeps a second Patchbay out of a folder of user's data: two would number entries twice and overwrite each other's files.
 * Answers with the release, which must be kept: what is collected as garbage lets go. Throws a Problem while it is held
 * elsewhere.
 *
 * A database that holds nothing but its own lock, because that lock is the operating system's on every platform: it ends
 * with the process, however that ends.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'in-use.sqlite');
  const lock = new DatabaseSync(path);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const details = (error as Error).message;
    throw new Problem('conflict', `Patchbay is open already on ${folder}. Close it, or name another folder.`, {
      details,
    });
  }
  chmodSync(path, 0o600);
  return () => lock.close();
}
