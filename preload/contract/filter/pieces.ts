import { fieldNamed } from './fields.ts';
import { type ScannedPath, scanPath } from './path.ts';
import type { Path } from './tree.ts';

export interface Range {
  from: number;
  to: number;
}

export type Sign = 'and' | 'or' | 'not' | 'open' | 'close';
export type Operator = ':' | '~' | '=' | '!=' | '>' | '>=' | '<' | '<=';

/** `none`: there is no value where one should stand. `unclosed`: a phrase that does not end. */
export interface Value extends Range {
  form: 'bare' | 'quoted' | 'regexp' | 'none' | 'unclosed';
}

export interface Head extends Range {
  path: Path;
  /** A bare name: it may be one that is taken. */
  plain: boolean;
  operator: Range & { sign: Operator };
}

export interface TermPiece extends Range {
  what: 'term';
  head: Head | undefined;
  value: Value;
}

/** What a filter is written with. Pieces follow each other without a gap and cover the whole text. */
export type Piece = TermPiece | (Range & { what: Sign | 'space' });

const space = /\s+/y;
const keyword = /(and|or|not)(?=[\s()]|$)/iy;
/** Two of them begin a word, such as the option of a command. */
const minus = /-(?=[^\s)-])/y;
const phrase = /"(?:[^"\\]|\\.)*("?)/sy;
/** A slash among its letters needs a backslash; without an end it is a word, such as a path of files. */
const regexp = /\/(?:[^/\\]|\\.)+\/[cimsu]*(?=[\s()]|$)/sy;
const attached = /(!=|>=|<=|[:~=<>])()/y;
const detached = /\s*(!=|>=|<=|[~=<>])(\s*)(?=[^\s)])/y;

/** Neither zero characters nor halves of characters are looked for; positions stay as they are. */
export function readable(text: string): string {
  return text.toWellFormed().replaceAll('\0', ' ');
}

/** `text`: {@link readable}. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at = pieces.at(-1)?.to ?? text.length) pieces.push(pieceAt(text, at));
  return pieces;
}

function pieceAt(text: string, from: number): Piece {
  const spaces = lengthOf(space, text, from);
  if (spaces > 0) return { what: 'space', from, to: from + spaces };
  if (text[from] === '(') return { what: 'open', from, to: from + 1 };
  if (text[from] === ')') return { what: 'close', from, to: from + 1 };
  const letters = lengthOf(keyword, text, from);
  if (letters > 0) {
    return { what: text.slice(from, from + letters).toLowerCase() as 'and' | 'or' | 'not', from, to: from + letters };
  }
  if (lengthOf(minus, text, from) > 0) return { what: 'not', from, to: from + 1 };
  const head = headAt(text, from);
  const value = head ? valueAfter(head, text) : valueAt(text, from);
  return { what: 'term', from, to: value.to, head, value };
}

function headAt(text: string, from: number): Head | undefined {
  const scanned = scanPath(text, from);
  if (!scanned) return undefined;
  const found = operatorAt(text, scanned);
  if (!found) return undefined;
  const [, sign = '', spaces = ''] = found;
  const end = scanned.to + found[0].length - spaces.length;
  const operator = { sign: sign as Operator, from: end - sign.length, to: end };
  return { from, to: scanned.to, path: scanned.path, plain: scanned.plain, operator };
}

/** A colon after a name that is not taken is part of a word, such as an address. */
function operatorAt(text: string, { path: [name], path, plain, to }: ScannedPath): RegExpExecArray | null {
  const isTaken = plain && path.length === 1 && fieldNamed(String(name)) !== undefined;
  const found =
    (isTaken || (plain && path.length > 1) ? execAt(detached, text, to) : null) ?? execAt(attached, text, to);
  return found?.[1] === ':' && plain && !isTaken ? null : found;
}

function valueAfter(head: Head, text: string): Value {
  const { operator } = head;
  const none: Value = { form: 'none', from: operator.to, to: operator.to };
  const from = operator.to + (operator.sign === ':' ? 0 : lengthOf(space, text, operator.to));
  if (from >= text.length || /[\s()]/.test(text[from] ?? '')) return none;
  const named = namesPath(head) ? scanPath(text, from) : undefined;
  if (named && /[\s()]|^$/.test(text.charAt(named.to))) return { form: 'bare', from, to: named.to };
  const isPart = operator.sign === ':' || operator.sign === '~';
  const value = valueAt(text, from);
  return value.form === 'regexp' && !isPart ? { form: 'bare', from, to: endOfWord(text, from) } : value;
}

/** The one field whose value may be a path. */
function namesPath({ path: [name], path, plain }: Head): boolean {
  return plain && path.length === 1 && fieldNamed(String(name))?.name === 'has';
}

function valueAt(text: string, from: number): Value {
  const quoted = execAt(phrase, text, from);
  if (quoted) return { form: quoted[1] ? 'quoted' : 'unclosed', from, to: from + quoted[0].length };
  const expression = lengthOf(regexp, text, from);
  if (expression > 0) return { form: 'regexp', from, to: from + expression };
  return { form: 'bare', from, to: endOfWord(text, from) };
}

/** Parentheses that are opened and closed within a word belong to it. */
function endOfWord(text: string, from: number): number {
  let open = 0;
  for (let at = from; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '(') open += 1;
    if ((letter === ')' && open-- === 0) || /\s/.test(letter)) return at;
  }
  return text.length;
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  return execAt(pattern, text, at)?.[0].length ?? 0;
}

function execAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
