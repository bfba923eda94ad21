import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../preload/contract/filter/index.ts';
import { marksOf } from './filter-marks.ts';

function wrongIn(text: string): string[] {
  const parsed = parseFilter(text);
  const marks = marksOf(text, parsed.ok ? null : parsed.problem);
  expect(marks.map((mark) => mark.text).join('')).toBe(text);
  return marks.filter(({ wrong }) => wrong).map((mark) => mark.text);
}

describe('the marks of a filter', () => {
  it('say what each run is', () => {
    const marks = marksOf('kind:"a b" or -x', null).filter(({ kind }) => kind !== 'space');
    expect(marks.map(({ text, kind }) => [text, kind])).toEqual([
      ['kind', 'field'],
      [':', 'operator'],
      ['"a b"', 'phrase'],
      ['or', 'keyword'],
      ['-', 'keyword'],
      ['x', 'word'],
    ]);
  });

  it('mark exactly what is wrong', () => {
    expect(wrongIn('size>1k kind:a')).toEqual([]);
    expect(wrongIn('a size>big b')).toEqual(['big']);
    expect(wrongIn('verdict:odd')).toEqual(['odd']);
    expect(wrongIn('a "b c')).toEqual(['"']);
  });

  it('mark the last character where something is missing at the end', () => {
    expect(wrongIn('a or')).not.toEqual([]);
    expect(wrongIn('(a')).not.toEqual([]);
  });
});
