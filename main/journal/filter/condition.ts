import type { Reading } from './reading.ts';

/** What holds for an entry, never null, and what its question marks stand for: for a reading the ids that meet it. */
export interface Condition {
  sql: string;
  values: readonly (string | number | Reading)[];
}

export const always: Condition = { sql: 'true', values: [] };

export function sql(text: string, ...values: Condition['values']): Condition {
  return { sql: text, values };
}

export function every(conditions: readonly Condition[]): Condition {
  return halve('and', conditions) ?? always;
}

export function some(conditions: readonly Condition[]): Condition {
  return halve('or', conditions) ?? { sql: 'false', values: [] };
}

export function negate(condition: Condition): Condition {
  return { sql: `not (${condition.sql})`, values: condition.values };
}

export function among(reading: Reading): Condition {
  return sql('entry.id in (select value from json_each(?))', reading);
}

/** Halved again and again: SQLite refuses a chain of more than 1,000. */
function halve(word: 'and' | 'or', conditions: readonly Condition[]): Condition | undefined {
  if (conditions.length < 2) return conditions[0];
  const middle = conditions.length >> 1;
  const [left, right] = [halve(word, conditions.slice(0, middle)), halve(word, conditions.slice(middle))];
  return left && right && { sql: `(${left.sql} ${word} ${right.sql})`, values: [...left.values, ...right.values] };
}
