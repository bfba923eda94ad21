import type { DatabaseSync } from 'node:sqlite';
import { fold } from './filter/folding.ts';

/** Of the newest entries, how many are looked at. */
const newest = 20_000;
const mostValues = 50;
const longest = 200;

/** SQL for the values of each field of the filter language that can be asked for, over `entry`. */
const sources = new Map<string, readonly [value: string, each: string]>([
  ['kind', ['kind', '']],
  ['from', ['"from"', '']],
  ['to', ['"to"', '']],
  ['mark', ['each.value', ', json_each(marks) as each']],
  ['status', [`json_extract(each.value, '$.name')`, ', json_each(steps) as each']],
]);

export function createSuggestions(database: DatabaseSync) {
  return {
    /** Values that a field has in the newest entries of these profiles and that contain a text, the most frequent first. */
    suggest(profiles: readonly string[], field: string, text: string): string[] {
      const [value, each] = sources.get(field) ?? [];
      if (value === undefined) return [];
      const found = database.prepare(`
        select ${value} as value from (
          select kind, "from", "to", marks, steps from entry
          where profile in (select number from profile where id in (select value from json_each(?)))
          order by id desc limit ${newest})${each}
        group by 1 having length(${value}) <= ${longest} order by count(*) desc, 1`);
      const part = fold(text);
      const values = found.all(JSON.stringify(profiles)).map((row) => String(row.value));
      return values.filter((known) => fold(known).includes(part)).slice(0, mostValues);
    },
  };
}
