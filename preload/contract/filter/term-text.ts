import { parseFilter } from './parse.ts';
import { readable } from './pieces.ts';
import { printFilter } from './print.ts';
import { isLiteral } from './terms.ts';
import { type Filter, notOf, type Path, type Term, type TextField } from './tree.ts';

/**
 * The text of one term for a value that was seen: `kind=produce`, `body.availability=dnd`, `-to=alice`. A path's value
 * may be a number, true, false or null.
 */
export function termText(
  where: TextField | Path,
  value: string | number | boolean | null,
  how: { excluded?: boolean } = {},
): string {
  const term = typeof where === 'string' ? fieldTerm(where, String(value)) : pathTerm(where, value);
  return printFilter(how.excluded ? notOf(term) : term);
}

/** A filter met by what meets both. A term that is there already is not added again. */
export function withTerm(text: string, term: string): string {
  const [before, added] = [parseFilter(text), parseFilter(term)];
  if (text.trim() === '') return term;
  if (!before.ok || !added.ok) return `${text.trim()} ${term}`;
  const { filter } = before;
  const parts = filter.what === 'and' ? filter.parts : [filter];
  const printed = printFilter(added.filter);
  if (parts.some((part) => printFilter(part) === printed)) return text;
  return `${bound(text, filter)} ${bound(term, added.filter)}`;
}

function bound(text: string, filter: Filter): string {
  if (filter.what !== 'or') return text.trim();
  const written = `(${text.trim()})`;
  // A word with an open parenthesis would take in ours.
  return parseFilter(written).ok ? written : `(${printFilter(filter)})`;
}

function fieldTerm(field: TextField, value: string): Term {
  return { what: 'field', field, match: { how: 'whole', text: readable(value) } };
}

function pathTerm(given: Path, value: string | number | boolean | null): Term {
  const path = given.map((step) => (typeof step === 'string' ? readable(step) : step));
  const written = String(value);
  if (typeof value !== 'string' && isLiteral(written)) {
    return { what: 'path', path, test: { how: 'order', order: '=', literal: written } };
  }
  return { what: 'path', path, test: { how: 'whole', text: readable(written) } };
}
