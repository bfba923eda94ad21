/** Stands between the texts in `folded`, so that nothing is found across two of them; a filter cannot contain it. */
const boundary = '\0';

/** SQL over `entry` for the JSON text of all arguments, wherever its parts stand. */
export const wholeArgs = `case when parts = 0 then args else args || (
  select group_concat(text, '') from (select text from part where part.entry = entry.id order by position)) end`;

/** The texts of an entry that words of a filter look in. */
export type SearchedTexts = readonly (string | null)[];
export const searchedColumns = [wholeArgs, 'inside', 'kind', '"from"', '"to"', 'preview'] as const;

/**
 * What `folded` holds for an entry: nothing where LIKE alone finds every word, which ignores case in ASCII only and
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
export function fold(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}
