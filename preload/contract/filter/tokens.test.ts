import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText, filter, hugeTexts } from './filter.fixture.ts';
import { printFilter } from './print.ts';
import { tokensOf } from './tokens.ts';

const shown = (text: string) =>
  tokensOf(text)
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`);

describe('the tokens of a filter', () => {
  it('say what stands where', () => {
    expect(shown('not (a or -"b c") /d/i size > 1k kind:x .y="z"')).toEqual([
      ...['keyword not', 'parenthesis (', 'word a', 'keyword or', 'keyword -', 'phrase "b c"', 'parenthesis )'],
      ...['regexp /d/i', 'field size', 'operator >', 'value 1k', 'field kind', 'operator :', 'value x'],
      ...['field .y', 'operator =', 'phrase "z"'],
    ]);
    expect(shown('size>x "a')).toEqual(['field size', 'operator >', 'error x', 'error "a']);
    expect(shown('kind: /(/')).toEqual(['field kind', 'error :', 'error /(/']);
  });

  it('cover any text without a gap', () => {
    const check = (text: string) => {
      let end = 0;
      for (const { from, to } of tokensOf(text)) {
        expect(from).toBe(end);
        expect(to).toBeGreaterThan(from);
        end = to;
      }
      expect(end).toBe(text.length);
    };
    fc.assert(fc.property(anyText, check), { numRuns: 3000 });
    for (const text of hugeTexts) check(text);
  });

  it('hold no error where the filter can be read', () => {
    fc.assert(
      fc.property(filter, (tree) => {
        expect(tokensOf(printFilter(tree)).filter(({ kind }) => kind === 'error')).toEqual([]);
      }),
    );
  });
});
