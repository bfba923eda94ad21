import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What the journal of a console holds of floods of numbered messages. */
export interface Kept {
  lost: number;
  /** Messages that stand behind a later one of their connection, or stand there twice. */
  outOfOrder: number;
}

/** Reads the journal of a console that has ended; so many messages were sent on each of so many connections. */
export function readJournal(folder: string, count: number, connections = 1): Kept {
  const database = new DatabaseSync(join(folder, 'journal.sqlite'), { readOnly: true });
  const found = database.prepare(`select profile, args from entry where direction = 'in' order by id`);
  const last = new Map<unknown, number>();
  let [kept, outOfOrder] = [0, 0];
  for (const { profile, args } of found.iterate()) {
    const number = Number(/message (\d+) /.exec(String(args))?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) continue;
    const before = last.get(profile) ?? -1;
    if (number > before) kept += 1;
    else outOfOrder += 1;
    last.set(profile, Math.max(before, number));
  }
  database.close();
  return { lost: count * connections - kept, outOfOrder };
}
