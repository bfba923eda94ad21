import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionsOf } from './completions.ts';
import { anyText, hugeTexts } from './filter.fixture.ts';

/** `|` is the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, options, ask } = completionsOf(text, caret);
  return { replaced: text.slice(from, to), options: options.map((option) => option.text), ask };
}

describe('what can stand at the caret', () => {
  it('is a name, and a keyword where something stands before', () => {
    expect(at('|').options).toContain('kind:');
    expect(at('|').options).not.toContain('and');
    expect(at('foo |').options).toContain('and');
    expect(at('(|').options).not.toContain('or');
    expect(at('foo ki|')).toEqual({ replaced: 'ki', options: ['kind:'], ask: null });
    expect(at('-Ki|').options).toEqual(['kind:']);
    expect(at('si|ze>3')).toEqual({ replaced: 'size>', options: ['size>'], ask: null });
  });

  it('is one of the values that there are', () => {
    expect(at('verdict:w| x')).toEqual({ replaced: 'w', options: ['wrong'], ask: null });
    expect(at('has:|').options).toEqual(['links', 'offers', 'comment']);
    expect(at('status:f|')).toEqual({ replaced: 'f', options: ['failed'], ask: { field: 'status', text: 'f' } });
  });

  it('is to be asked of the journal', () => {
    expect(at('kind:pro|').ask).toEqual({ field: 'kind', text: 'pro' });
    expect(at('channel="a b|').ask).toEqual({ field: 'to', text: 'a b' });
    expect(at('to=|').ask).toEqual({ field: 'to', text: '' });
    expect(at('body.x=|')).toEqual({ replaced: '', options: [], ask: null });
  });

  it('is nothing within a phrase or a regular expression', () => {
    for (const marked of ['"ki|"', '/ki|/', 'kind:/a|b/', 'size:|']) expect(at(marked).options).toEqual([]);
  });

  it('is answered for any text and caret', () => {
    const check = (text: string, caret: number) => {
      const { from, to } = completionsOf(text, caret);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeGreaterThanOrEqual(from);
      expect(to).toBeLessThanOrEqual(text.length);
    };
    fc.assert(
      fc.property(anyText, fc.nat(), (text, caret) => check(text, caret % (text.length + 1))),
      { numRuns: 3000 },
    );
    for (const text of hugeTexts) check(text, text.length);
  });
});
