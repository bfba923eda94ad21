import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filter, path, word } from './filter.fixture.ts';
import { parseFilter } from './parse.ts';
import { printFilter } from './print.ts';
import { termText, withTerm } from './term-text.ts';
import { allOf } from './tree.ts';

describe('the text of a term', () => {
  it('is the value, quoted where it must be', () => {
    expect(termText('kind', 'produce')).toBe('kind=produce');
    expect(termText('to', 'bob (1)', { excluded: true })).toBe('-to="bob (1)"');
    expect(termText(['body', 'availability'], 'dnd')).toBe('body.availability=dnd');
    expect(termText(['kind'], 3)).toBe('.kind=3');
    expect(termText(['x', 0], '3')).toBe('x[0]="3"');
    expect(termText(['__proto__', 'a b'], null)).toBe('__proto__."a b"=null');
  });

  it('can be read, whatever the value', () => {
    const values = fc.oneof(fc.string({ unit: 'binary' }), word, fc.double(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(path, values, fc.boolean(), (where, value, excluded) => {
        const parsed = parseFilter(termText(where, value, { excluded }));
        expect(parsed.ok && (parsed.filter.what === 'not') === excluded).toBe(true);
      }),
    );
  });
});

describe('a term that is added', () => {
  it('narrows what was asked', () => {
    expect(withTerm(' ', 'kind=a')).toBe('kind=a');
    expect(withTerm('x y ', 'kind=a')).toBe('x y kind=a');
    expect(withTerm('x or y', 'kind=a')).toBe('(x or y) kind=a');
    expect(withTerm('x kind="a"', 'kind=a')).toBe('x kind="a"');
    expect(withTerm('x (', 'kind=a')).toBe('x ( kind=a');
  });

  it('is met together with what was there', () => {
    fc.assert(
      fc.property(filter, filter, (before, added) => {
        const together = withTerm(printFilter(before), printFilter(added));
        const parsed = parseFilter(together);
        const isThere = together === printFilter(before);
        expect(parsed).toEqual({ ok: true, filter: isThere ? before : allOf([before, added]) });
      }),
    );
  });
});
