import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What the journal of a console holds of a flood of numbered messages. */
export interface Kept {
  lost: number;
  /** Messages that stand behind a later one, or stand there twice. */
  outOfOrder: number;
}

/** Reads the journal of a console that has ended. */
export function readJournal(folder: string, count: number): Kept {
  const database = new DatabaseSync(join(folder, 'journal.sqlite'), { readOnly: true });
  const found = database.prepare(`select args ->> '$[1]' as key from entry where kind = 'data' order by id`).all();
  database.close();
  const numbers = found.map(({ key }) => Number(String(key).replace('key-', '')));
  const outOfOrder = numbers.filter((number, index) => number <= (numbers[index - 1] ?? -1)).length;
  return { lost: count - new Set(numbers).size, outOfOrder };
}
