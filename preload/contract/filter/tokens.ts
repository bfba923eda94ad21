import { type Piece, piecesOf, type Range, readable } from './pieces.ts';
import { FilterProblem, termOf } from './terms.ts';

export interface Token extends Range {
  kind:
    | 'space'
    | 'word'
    | 'phrase'
    | 'regexp'
    | 'field'
    | 'operator'
    | 'value'
    | 'keyword'
    | 'parenthesis'
    /** What cannot be read by itself: a value that is missing or is none of the possible ones, an open phrase. */
    | 'error';
}

/** What stands where, for highlighting. Tokens follow each other without a gap and cover the whole text. Never throws. */
export function tokensOf(text: string): Token[] {
  const read = readable(text);
  return piecesOf(read).flatMap((piece) => tokensOfPiece(read, piece));
}

function tokensOfPiece(text: string, piece: Piece): Token[] {
  const { from, to } = piece;
  switch (piece.what) {
    case 'space':
      return [{ kind: 'space', from, to }];
    case 'open':
    case 'close':
      return [{ kind: 'parenthesis', from, to }];
    case 'term':
      break;
    default:
      return [{ kind: 'keyword', from, to }];
  }
  const { head, value } = piece;
  const isBad = !isReadable(text, piece);
  const bare = head ? 'value' : 'word';
  const kind = { bare, none: bare, quoted: 'phrase', regexp: 'regexp', unclosed: 'error' } as const;
  const last: Token = { kind: isBad ? 'error' : kind[value.form], from: value.from, to: value.to };
  if (!head) return [last];
  const { operator } = head;
  const isCut = value.form === 'none';
  return [
    { kind: 'field', from: head.from, to: head.to } as const,
    { kind: 'space', from: head.to, to: operator.from } as const,
    { kind: isCut ? 'error' : 'operator', from: operator.from, to: operator.to } as const,
    { kind: 'space', from: operator.to, to: value.from } as const,
    last,
  ].filter((token) => token.to > token.from);
}

function isReadable(text: string, piece: Extract<Piece, { what: 'term' }>): boolean {
  try {
    termOf(text, piece);
    return true;
  } catch (error) {
    if (error instanceof FilterProblem) return false;
    throw error;
  }
}
