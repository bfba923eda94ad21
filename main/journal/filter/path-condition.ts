import type { Match, Order, Path, PathTest } from '../../../preload/contract/filter/index.ts';
import { among, type Condition, every, some, sql } from './condition.ts';
import { fold, wholeArgs } from './folding.ts';
import { keysIn, textOf, valuesAt } from './payload-values.ts';
import { anywhere, escapes, type Look, lookFor, meetsText, type Texts } from './reading.ts';

const columns = [wholeArgs, 'inside'];

export function pathCondition(path: Path, test: PathTest): Condition {
  return among({ columns, narrowed: every([mayHold(path), mayBe(test)]), look: lookAt(path, test) });
}

export function keyCondition(match: Match): Condition {
  const narrowed = match.how === 'regexp' ? mayContain('') : mayContain(match.text);
  return among({ columns, narrowed, look: lookFor(match, keysIn) });
}

function lookAt(path: Path, test: PathTest): Look {
  switch (test.how) {
    case 'exists':
      return { how: 'test', meets: (texts) => valuesAt(texts, path).length > 0 };
    case 'order':
      return testOf(path, 'literal' in test ? literalTest(test.order, test.literal) : textTest(test.order, test.text));
    case 'whole': {
      const meets = meetsText(test);
      return testOf(path, (value) => typeof value === 'string' && meets(value));
    }
    default:
      return lookFor(test, (texts: Texts) => valuesAt(texts, path).map(textOf));
  }
}

function testOf(path: Path, meets: (value: unknown) => boolean): Look {
  return { how: 'test', meets: (texts) => valuesAt(texts, path).some(meets) };
}

/** Met by a value and by a text that reads the same; numbers also in order. */
function literalTest(order: Order, literal: string): (value: unknown) => boolean {
  const wanted: unknown = JSON.parse(literal);
  if (typeof wanted === 'number') {
    return (value) => {
      if (order === '=') return value === wanted || (typeof value === 'string' && fold(value) === literal);
      return stands(numberIn(value), order, wanted);
    };
  }
  return (value) => order === '=' && (value === wanted || (typeof value === 'string' && fold(value) === literal));
}

function textTest(order: Order, text: string): (value: unknown) => boolean {
  const wanted = fold(text);
  return (value) => typeof value === 'string' && stands(fold(value), order, wanted);
}

function numberIn(value: unknown): number {
  if (typeof value === 'string' && value.trim() !== '') return Number(value);
  return typeof value === 'number' ? value : Number.NaN;
}

function stands<Value extends number | string>(value: Value, order: Order, wanted: Value): boolean {
  switch (order) {
    case '=':
      return value === wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
  }
}

/** The longest key of a path stands somewhere in the text: far cheaper than reading it. */
function mayHold(path: Path): Condition {
  const keys = path.filter((step) => typeof step === 'string').filter((key) => /^[^"\\/\p{Cc}]+$/u.test(key));
  const [longest] = keys.sort((one, other) => other.length - one.length);
  if (longest === undefined) return mayContain('');
  return some([sql(`instr(${wholeArgs}, ?) > 0`, longest), sql('ifnull(instr(inside, ?) > 0, 0)', longest), escapes]);
}

function mayBe(test: PathTest): Condition {
  if (test.how === 'part' || test.how === 'whole') return mayContain(test.text);
  return test.how === 'order' && 'literal' in test && test.order === '=' ? mayContain(test.literal) : mayContain('');
}

/** Of texts that JSON always writes as they are; a number may be written in several ways. */
function mayContain(text: string): Condition {
  const isWrittenSo = /^[\p{L}\p{N}_@. +-]+$/u.test(text) && /[^\de.+-]/i.test(text);
  return isWrittenSo ? some([anywhere(text), escapes]) : sql('true');
}
