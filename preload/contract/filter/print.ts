import { printAmount } from './amounts.ts';
import { fieldNamed, isTaken } from './fields.ts';
import { printPath, quote } from './path.ts';
import { piecesOf } from './pieces.ts';
import { isLiteral } from './terms.ts';
import type { Filter, Match, Path, PathTest, Term } from './tree.ts';

/** Written so that `parseFilter` reads an equal tree. */
export function printFilter(filter: Filter): string {
  switch (filter.what) {
    case 'or':
      return filter.parts.map(printFilter).join(' or ');
    case 'and':
      return filter.parts.map((part) => (part.what === 'or' ? `(${printFilter(part)})` : printFilter(part))).join(' ');
    case 'not':
      return printNot(filter.part);
    default:
      return printTerm(filter);
  }
}

export function printTerm(term: Term): string {
  switch (term.what) {
    case 'text':
      return printAnywhere(term.match);
    case 'field':
      return `${term.field}${printMatch(':', term.match)}`;
    case 'choice':
      return `${term.field}:${term.value}`;
    case 'amount':
      return `${term.field}${term.order}${printAmount(term.field, term.amount)}`;
    case 'at':
      return `at${term.order}${term.moment}`;
    case 'path':
      return printPathTerm(term.path, term.test);
  }
}

function printNot(part: Filter): string {
  if (part.what === 'and' || part.what === 'or') return `-(${printFilter(part)})`;
  const printed = printFilter(part);
  // A word that begins with a hyphen would be taken for another sign.
  return /^[-\s]/.test(printed) ? `not ${printed}` : `-${printed}`;
}

function printAnywhere(match: Exclude<Match, { how: 'whole' }>): string {
  if (match.how === 'regexp') return printRegexp(match);
  return isPlainWord(match.text, match.text) ? match.text : quote(match.text);
}

function printMatch(part: ':' | '~', match: Match): string {
  if (match.how === 'regexp') return `${part}${printRegexp(match)}`;
  return `${match.how === 'whole' ? '=' : part}${printValue(match.text)}`;
}

function isPossession(name: string): boolean {
  const has = fieldNamed('has');
  return has?.type === 'choice' && has.words.some(({ text }) => text === name.toLowerCase());
}

function printPathTerm(path: Path, test: PathTest): string {
  if (test.how === 'exists') return `has:${printPath(path, isPossession)}`;
  const printed = printPath(path, isTaken);
  if (test.how === 'order') return `${printed}${test.order}${'literal' in test ? test.literal : printText(test.text)}`;
  if (test.how === 'whole') return `${printed}=${printText(test.text)}`;
  return `${printed}${printMatch('~', test)}`;
}

/** In quotation marks where it would otherwise be met by a number, too. */
function printText(text: string): string {
  return isLiteral(text) ? quote(text) : printValue(text);
}

function printValue(text: string): string {
  return isPlainWord(`x~${text}`, text) ? text : quote(text);
}

/** What could take in text that stands beside it: a parenthesis, a quotation mark, the start of an expression, a sign. */
const ties = /[()"]|^[/!=<>~]/;

/** `written` is one term, whose value is all of `text`, bare. */
function isPlainWord(written: string, text: string): boolean {
  const [piece, ...more] = piecesOf(written);
  if (piece?.what !== 'term' || more.length > 0) return false;
  const { head, value } = piece;
  const isBare = value.form === 'bare' && value.to - value.from === text.length;
  return isBare && !ties.test(text) && (written === text) === (head === undefined);
}

function printRegexp({ source, flags }: Extract<Match, { how: 'regexp' }>): string {
  return `/${source.replace(/\\.|\//gs, (found) => (found === '/' ? '\\/' : found))}/${flags}`;
}
