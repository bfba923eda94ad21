import type { Match } from '../../../preload/contract/filter/index.ts';
import { type Condition, every, sql } from './condition.ts';
import { fold, searchedColumns, wholeArgs } from './folding.ts';

/** An entry's values of the columns that a reading names. */
export type Texts = readonly (string | null)[];
export type Regexp = Extract<Match, { how: 'regexp' }>;

/** What SQLite cannot decide: the texts are read, and looked at here. */
export interface Reading {
  /** SQL expressions over `entry`. */
  columns: readonly string[];
  /** Holds for every entry that may meet it; needs no reading itself. */
  narrowed: Condition;
  look: Look;
}

export type Look =
  | { how: 'test'; meets(texts: Texts): boolean }
  /** One of the texts found is to match. */
  | { how: 'regexp'; regexp: Regexp; find(texts: Texts): string[] };

/** One of some texts matches. */
export function lookFor(match: Match, find: (texts: Texts) => string[]): Look {
  if (match.how === 'regexp') return { how: 'regexp', regexp: match, find };
  const meets = meetsText(match);
  return { how: 'test', meets: (texts) => find(texts).some(meets) };
}

export function meetsText({ how, text }: Exclude<Match, Regexp>): (candidate: string) => boolean {
  const folded = fold(text);
  return how === 'whole' ? (candidate) => fold(candidate) === folded : (candidate) => fold(candidate).includes(folded);
}

/** A text somewhere in the entry. */
export function anywhere(text: string): Condition {
  const folded = fold(text);
  const pattern = `%${escapeLike(folded)}%`;
  const found = searchedColumns.map((column) => `ifnull(${column} like ? escape '\\', 0)`).join(' or ');
  const values = [...searchedColumns.map(() => pattern), folded];
  return sql(`case when folded is null then (${found}) else instr(folded, ?) > 0 end`, ...values);
}

export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** Letters may be written by their numbers in JSON: then a text cannot be told to be absent. */
export const escapes = sql(`(instr(${wholeArgs}, '\\u') > 0 or ifnull(instr(inside, '\\u') > 0, 0))`);

/** Of the conditions that a filter demands together, those that need no reading. */
export function quickOf(conditions: readonly Condition[]): Condition {
  return every(conditions.filter(({ values }) => values.every((value) => typeof value !== 'object')));
}
