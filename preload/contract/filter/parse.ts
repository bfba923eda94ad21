import { type Piece, piecesOf, type Range, readable } from './pieces.ts';
import { FilterProblem, type Problem, termOf } from './terms.ts';
import { allOf, anyOf, type Filter, notOf } from './tree.ts';

export type Parsed = { ok: true; filter: Filter } | { ok: false; problem: Problem };

/** Parentheses within parentheses. */
const deepest = 50;
const mostTerms = 1000;

/** Reads a filter; an empty one is met by every entry. Never throws. */
export function parseFilter(text: string): Parsed {
  try {
    return { ok: true, filter: new Parser(readable(text)).whole() };
  } catch (error) {
    if (!(error instanceof FilterProblem)) throw error;
    return { ok: false, problem: { ...error.at, message: error.message } };
  }
}

class Parser {
  readonly #text: string;
  readonly #pieces: Piece[];
  #next = 0;
  #depth = 0;
  #terms = 0;

  constructor(text: string) {
    this.#text = text;
    this.#pieces = piecesOf(text).filter(({ what }) => what !== 'space');
  }

  whole(): Filter {
    if (this.#pieces.length === 0) return allOf([]);
    const filter = this.#or();
    const rest = this.#peek;
    if (rest) throw new FilterProblem('This parenthesis closes nothing.', rest);
    return filter;
  }

  get #peek(): Piece | undefined {
    return this.#pieces[this.#next];
  }

  #or(): Filter {
    const parts = [this.#and()];
    while (this.#peek?.what === 'or') {
      this.#next += 1;
      parts.push(this.#and());
    }
    return anyOf(parts);
  }

  #and(): Filter {
    const parts = [this.#not()];
    for (let next = this.#peek; next && next.what !== 'or' && next.what !== 'close'; next = this.#peek) {
      if (next.what === 'and') this.#next += 1;
      parts.push(this.#not());
    }
    return allOf(parts);
  }

  #not(): Filter {
    let turns = 0;
    for (; this.#peek?.what === 'not'; this.#next += 1) turns += 1;
    const operand = this.#operand();
    return turns % 2 === 1 ? notOf(operand) : operand;
  }

  #operand(): Filter {
    const piece = this.#peek;
    if (piece?.what === 'open') return this.#group(piece);
    if (piece?.what !== 'term') throw this.#missing(piece);
    this.#terms += 1;
    if (this.#terms > mostTerms) throw new FilterProblem(`A filter has at most ${mostTerms} terms.`, piece);
    this.#next += 1;
    return termOf(this.#text, piece);
  }

  #group(open: Range): Filter {
    this.#depth += 1;
    if (this.#depth > deepest) throw new FilterProblem(`At most ${deepest} parentheses within each other.`, open);
    this.#next += 1;
    const filter = this.#or();
    if (this.#peek?.what !== 'close') throw new FilterProblem('This parenthesis is not closed.', open);
    this.#next += 1;
    this.#depth -= 1;
    return filter;
  }

  /** Something else stands where a term should, or nothing. */
  #missing(piece: Piece | undefined): FilterProblem {
    const before = this.#pieces[this.#next - 1];
    const keyword = [before, piece].find((near) => near && ['and', 'or', 'not'].includes(near.what));
    if (!keyword) {
      const [at, message] =
        before?.what === 'open' && piece
          ? [{ from: before.from, to: piece.to }, 'There is nothing between these parentheses.']
          : [
              before ?? piece,
              before?.what === 'open' ? 'This parenthesis is not closed.' : 'This parenthesis closes nothing.',
            ];
      return new FilterProblem(message, at ?? { from: 0, to: 0 });
    }
    const word = this.#text.slice(keyword.from, keyword.to);
    const side = keyword === before ? 'after' : 'before';
    const help = word === '-' ? '' : ' To look for the word itself, put it in quotation marks.';
    return new FilterProblem(`Something is missing ${side} “${word}”.${help}`, keyword);
  }
}
