import { type Field, fieldNamed, fields } from './fields.ts';
import { type Piece, piecesOf, type Range, readable, type TermPiece } from './pieces.ts';

/** What can be written in a place, and what it means. */
export interface Option {
  text: string;
  note: string;
}

/** The range is what an option replaces. `ask`: the journal knows more: values of this field that contain the text. */
export interface Completions extends Range {
  options: Option[];
  ask: { field: string; text: string } | null;
}

const keywords: Option[] = [
  { text: 'and', note: 'both, as a space says, too' },
  { text: 'or', note: 'one of them' },
  { text: 'not', note: 'without; - says the same' },
];

const names = fields.map((field) => ({ text: `${field.name}${usualOperator(field)}`, note: field.note }));
const asked = new Set(['kind', 'from', 'to', 'mark', 'status', 'connection']);

/** What can stand at the caret. Never throws. */
export function completionsOf(text: string, caret: number): Completions {
  const read = readable(text);
  const pieces = piecesOf(read);
  const at = pieces.findLast(({ what, from, to }) => from < caret && caret <= to && what !== 'space');
  if (!at || at.what === 'open') return starts(pieces, { from: caret, to: caret }, '');
  if (at.what === 'close') return nothing(caret);
  if (at.what === 'term') return inTerm(read, pieces, at, caret);
  if (read[at.from] === '-') return starts(pieces, { from: caret, to: caret }, '');
  return starts(pieces, at, read.slice(at.from, caret));
}

function inTerm(
  text: string,
  pieces: readonly Piece[],
  { head, value, from, to }: TermPiece,
  caret: number,
): Completions {
  if (!head) return value.form === 'bare' ? starts(pieces, { from, to }, text.slice(from, caret)) : nothing(caret);
  if (caret <= head.to) return starts(pieces, { from, to: head.operator.to }, text.slice(from, caret));
  if (caret < head.operator.to || value.form === 'regexp') return nothing(caret);
  const field = head.plain && head.path.length === 1 ? fieldNamed(String(head.path[0])) : undefined;
  if (!field) return nothing(caret);
  const written = text.slice(Math.min(value.from, caret), caret).replace(/^"/, '');
  return values(field, { from: value.from, to: value.to }, written);
}

function values(field: Field, range: Range, written: string): Completions {
  const words = 'words' in field && field.words ? field.words : [];
  const options = words.filter(({ text }) => text.startsWith(written.toLowerCase()));
  const key = field.type === 'text' ? field.field : field.name;
  return { ...range, options: [...options], ask: asked.has(key) ? { field: key, text: written } : null };
}

/** At the start of a term: the names, and the keywords where something stands before. */
function starts(pieces: readonly Piece[], { from, to }: Range, written: string): Completions {
  const before = pieces.findLast((piece) => piece.to <= from && piece.what !== 'space');
  const joins = before?.what === 'term' || before?.what === 'close' ? keywords : keywords.slice(2);
  const begins = ({ text }: Option) => text.startsWith(written.toLowerCase());
  return { from, to, options: [...names, ...joins].filter(begins), ask: null };
}

function nothing(caret: number): Completions {
  return { from: caret, to: caret, options: [], ask: null };
}

function usualOperator({ type }: Field): string {
  return type === 'amount' || type === 'at' ? '>' : ':';
}
