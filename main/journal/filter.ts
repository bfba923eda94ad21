/** A condition on rows of `entry`, and what its question marks stand for. */
export interface Condition {
  sql: string;
  values: string[];
}

export interface Term {
  /** In lower case. */
  text: string;
  excluded: boolean;
}

/** Stands between the texts in `folded`, so that no term matches across two of them; a filter cannot contain it. */
const boundary = '\0';

/** The texts of an entry that a filter looks in. */
export type SearchedTexts = readonly (string | null)[];
export const searchedColumns = ['args', 'inside', 'kind', '"from"', '"to"', 'preview'] as const;

/** Words that must all occur, `"quoted phrases"`, and `-` before what must not. Any text is a filter. */
export function parseFilter(filter: string): Term[] {
  const terms = new Map<string, Term>();
  for (const [, minus, phrase, word] of filter.replaceAll(boundary, ' ').matchAll(/(-?)(?:"([^"]*)"?|(\S+))/g)) {
    const text = fold((phrase ?? word ?? '').toWellFormed());
    if (text) terms.set(`${minus}${text}`, { text, excluded: minus === '-' });
  }
  return [...terms.values()];
}

export function conditionOf(filter: string): Condition {
  return all(parseFilter(filter).map(conditionOfTerm));
}

/**
 * What `folded` holds for an entry: nothing where LIKE alone finds every term, which ignores case in ASCII only and
 * stops at a zero character.
 */
export function foldedOf(texts: SearchedTexts): string | null {
  const present = texts.filter((text) => text !== null);
  if (!present.some((text) => /[\0\u0080-\uffff]/.test(text))) return null;
  const whole = present.join(boundary);
  const folded = fold(whole);
  const zeros = present.some((text) => text.includes(boundary));
  return !zeros && folded === whole.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()) ? null : folded;
}

/** Lower case with one form of sigma, so that folding a part gives the part of the folded whole. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

function conditionOfTerm({ text, excluded }: Term): Condition {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const found = searchedColumns.map((column) => `ifnull(${column} like ? escape '\\', 0)`).join(' or ');
  return {
    sql: `case when folded is null then (${found}) else instr(folded, ?) > 0 end = ${excluded ? 0 : 1}`,
    values: [...searchedColumns.map(() => like), text],
  };
}

/** Halved again and again: SQLite refuses a chain of more than 1,000. */
function all(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (!only) return { sql: 'true', values: [] };
  if (conditions.length === 1) return only;
  const middle = conditions.length >> 1;
  const left = all(conditions.slice(0, middle));
  const right = all(conditions.slice(middle));
  return { sql: `(${left.sql} and ${right.sql})`, values: [...left.values, ...right.values] };
}
