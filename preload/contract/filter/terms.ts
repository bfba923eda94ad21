import { readAmount } from './amounts.ts';
import { type Field, fieldNamed } from './fields.ts';
import { readMoment } from './moment.ts';
import { scanPath, unquote } from './path.ts';
import type { Head, Range, TermPiece, Value } from './pieces.ts';
import { type Filter, type Match, notOf, type Order, type PathTest, type Term } from './tree.ts';

/** What is wrong with a filter, in plain words, and where. */
export interface Problem extends Range {
  message: string;
}

export class FilterProblem extends Error {
  readonly at: Range;

  constructor(message: string, { from, to }: Range) {
    super(message);
    this.at = { from, to };
  }
}

/** Numbers, true, false and null: they are met by themselves and by a text that reads the same. */
const literal = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/i;

export function isLiteral(text: string): boolean {
  return literal.test(text);
}

/** `text`: the whole filter. Throws {@link FilterProblem}. */
export function termOf(text: string, { head, value }: TermPiece): Filter {
  if (!head) return { what: 'text', match: partOf(text, value) };
  check(text, head, value);
  const positive = head.operator.sign === '!=' ? { ...head, operator: { ...head.operator, sign: '=' as const } } : head;
  const field = head.plain && head.path.length === 1 ? fieldNamed(String(head.path[0])) : undefined;
  const term = field ? fieldTerm(text, field, positive, value) : pathTerm(text, positive, value);
  return positive === head ? term : notOf(term);
}

function check(text: string, head: Head, value: Value): void {
  const written = text.slice(head.from, head.operator.to);
  if (value.form === 'none') {
    const help = `Write a value directly after ${guillemets(written)}, or the whole in quotation marks to look for it.`;
    throw new FilterProblem(`A value is missing. ${help}`, head.operator);
  }
  if (value.form === 'bare' && /^[=<>~]/.test(text.slice(value.from, value.to))) {
    const sign = text.charAt(value.from);
    const at = { from: value.from, to: value.from + 1 };
    throw new FilterProblem(`Put a value that begins with ${guillemets(sign)} in quotation marks.`, at);
  }
}

function fieldTerm(text: string, field: Field, head: Head, value: Value): Term {
  switch (field.type) {
    case 'text':
      return { what: 'field', field: field.field, match: matchOf(text, head, value) };
    case 'choice':
      return choiceTerm(text, field, head, value);
    case 'amount': {
      const amount = readAmount(field.field, textOf(text, value));
      const example = field.field === 'size' ? '500, 1.5k or 2m' : '200ms, 1.5s or 2m';
      if (amount === undefined) throw new FilterProblem(`${field.name} is an amount such as ${example}.`, value);
      return { what: 'amount', field: field.field, order: orderOf(field.name, head), amount };
    }
    case 'at': {
      const moment = textOf(text, value);
      if (!readMoment(moment)) {
        throw new FilterProblem('at is a time such as 10:42, 2026-11-28, 2026-11-28T10:42:07.5 or -5m.', value);
      }
      return { what: 'at', order: orderOf('at', head), moment };
    }
  }
}

function choiceTerm(text: string, field: Extract<Field, { type: 'choice' }>, head: Head, value: Value): Term {
  const written = textOf(text, value).toLowerCase();
  if (![':', '='].includes(head.operator.sign)) refuseOperator(field.name, head, ': = !=');
  const chosen = field.words.find((word) => word.text === written);
  if (chosen) return { what: 'choice', field: field.field, value: chosen.text } as Term;
  const scanned = field.field === 'has' ? scanPath(text, value.from) : undefined;
  if (scanned?.to === value.to) return { what: 'path', path: scanned.path, test: { how: 'exists' } };
  const words = field.words.map((word) => word.text).join(', ');
  throw new FilterProblem(`${field.name} is one of ${words}${field.field === 'has' ? ', or a path' : ''}.`, value);
}

function pathTerm(text: string, head: Head, value: Value): Term {
  const { sign } = head.operator;
  const { path } = head;
  if (sign === ':' || sign === '~') return { what: 'path', path, test: partOf(text, value) };
  const written = textOf(text, value);
  return { what: 'path', path, test: comparison(sign as Order, written, value.form === 'bare' && isLiteral(written)) };
}

function comparison(order: Order, written: string, reads: boolean): PathTest {
  if (reads) return { how: 'order', order, literal: written.toLowerCase() };
  return order === '=' ? { how: 'whole', text: written } : { how: 'order', order, text: written };
}

function matchOf(text: string, head: Head, value: Value): Match {
  switch (head.operator.sign) {
    case ':':
    case '~':
      return partOf(text, value);
    case '=':
      return { how: 'whole', text: textOf(text, value) };
    default:
      return refuseOperator(text.slice(head.from, head.to), head, ': ~ = !=');
  }
}

function partOf(text: string, value: Value): Exclude<Match, { how: 'whole' }> {
  return value.form === 'regexp' ? regexpOf(text, value) : { how: 'part', text: textOf(text, value) };
}

function regexpOf(text: string, { from, to }: Range): Extract<Match, { how: 'regexp' }> {
  const [, body = '', written = ''] = /^\/(.*)\/([a-z]*)$/s.exec(text.slice(from, to)) ?? [];
  const source = body.replace(/\\(.)/gs, (pair, letter) => (letter === '/' ? '/' : pair));
  const flags = [...new Set(written.replaceAll('i', ''))].sort().join('');
  if (written.includes('i') && flags.includes('c')) {
    throw new FilterProblem('i ignores case and c does not: choose one.', { from: to - written.length, to });
  }
  try {
    compileRegexp({ source, flags });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /s, '') : '';
    throw new FilterProblem(`This is no regular expression: ${why || 'it cannot be read'}.`, { from, to });
  }
  return { how: 'regexp', source, flags };
}

/** Case is ignored unless `c` says that it counts; `m`, `s` and `u` are JavaScript's. Throws where it is none. */
export function compileRegexp({ source, flags }: { source: string; flags: string }): RegExp {
  return new RegExp(source, flags.includes('c') ? flags.replace('c', '') : `i${flags}`);
}

function orderOf(name: string, head: Head): Order {
  const { sign } = head.operator;
  if (sign === ':') return '=';
  if (sign === '~' || sign === '!=') return refuseOperator(name, head, '= != > >= < <=');
  return sign;
}

function refuseOperator(name: string, { operator }: Head, possible: string): never {
  throw new FilterProblem(`${name} takes one of the operators ${possible}`, operator);
}

function textOf(text: string, value: Value): string {
  const written = text.slice(value.from, value.to);
  if (value.form === 'unclosed') {
    throw new FilterProblem('This quotation mark is not closed.', { from: value.from, to: value.from + 1 });
  }
  return value.form === 'quoted' ? unquote(written) : written;
}

function guillemets(written: string): string {
  return `“${written}”`;
}
