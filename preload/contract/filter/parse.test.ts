import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText, filter, hugeTexts } from './filter.fixture.ts';
import { parseFilter } from './parse.ts';
import { printFilter } from './print.ts';
import type { Filter } from './tree.ts';

function read(text: string): Filter {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.filter;
}

const part = (text: string): Filter => ({ what: 'text', match: { how: 'part', text } });
const field = (name: string, text: string, how = 'part') => ({ what: 'field', field: name, match: { how, text } });
const regexp = (source: string, flags = '') => ({ how: 'regexp', source, flags });
const path = (steps: (string | number)[], test: object) => ({ what: 'path', path: steps, test });
const not = (inner: object) => ({ what: 'not', part: inner });

describe('a filter that is read', () => {
  it.each<[string, object]>([
    ['', { what: 'and', parts: [] }],
    [' \t\n\0', { what: 'and', parts: [] }],
    ['Hello', part('Hello')],
    ['he"y', part('he"y')],
    ['"two  Words"', part('two  Words')],
    ['"a \\"b\\" C:\\dir \\\\"', part('a "b" C:\\dir \\')],
    ['/fo+ b\\/r/', { what: 'text', match: regexp('fo+ b/r') }],
    ['/Foo/cm', { what: 'text', match: regexp('Foo', 'cm') }],
    ['/api/v1/users', part('/api/v1/users')],
    ['https://host:80/x?y=1&z=2', part('https://host:80/x?y=1&z=2')],
    ['sip:alice@example.com', part('sip:alice@example.com')],
    ['host.example.com:8080', part('host.example.com:8080')],
    ['10:42:07', part('10:42:07')],
    ['f(x)', part('f(x)')],
    [':(', part(':(')],
    ['-', part('-')],
    ['--verbose', part('--verbose')],
    ['-no', not(part('no'))],
    ['NOT no', not(part('no'))],
    ['not not no', part('no')],
    ['"and"', part('and')],
    ['kind:produce', field('kind', 'produce')],
    ['Kind~produce', field('kind', 'produce')],
    ['kind=produce', field('kind', 'produce', 'whole')],
    ['kind!=produce', not(field('kind', 'produce', 'whole'))],
    ['channel:news', field('to', 'news')],
    ['to~"bob (1)"', field('to', 'bob (1)')],
    ['to=/topic/x/', field('to', '/topic/x/', 'whole')],
    ['to:/x|y/', { what: 'field', field: 'to', match: regexp('x|y') }],
    ['from:sip:alice@x', field('from', 'sip:alice@x')],
    ['key=abc', field('key', 'abc', 'whole')],
    ['status:failed', field('status', 'failed')],
    ['verdict:wrong', { what: 'choice', field: 'verdict', value: 'wrong' }],
    ['Direction=IN', { what: 'choice', field: 'direction', value: 'in' }],
    ['size>1k', { what: 'amount', field: 'size', order: '>', amount: 1000 }],
    ['size > 1.5kB', { what: 'amount', field: 'size', order: '>', amount: 1500 }],
    ['size!=7', not({ what: 'amount', field: 'size', order: '=', amount: 7 })],
    ['took>=1.5s', { what: 'amount', field: 'took', order: '>=', amount: 1500 }],
    ['took<200', { what: 'amount', field: 'took', order: '<', amount: 200 }],
    ['at>10:42', { what: 'at', order: '>', moment: '10:42' }],
    ['at:2026-11-28', { what: 'at', order: '=', moment: '2026-11-28' }],
    ['at<=2026-11-28T10:42:07.5', { what: 'at', order: '<=', moment: '2026-11-28T10:42:07.5' }],
    ['at>-5m', { what: 'at', order: '>', moment: '-5m' }],
    ['has:links', { what: 'choice', field: 'has', value: 'links' }],
    ['has:body.x', path(['body', 'x'], { how: 'exists' })],
    ['has:.links', path(['links'], { how: 'exists' })],
    ['body.availability="dnd"', path(['body', 'availability'], { how: 'whole', text: 'dnd' })],
    ['body.availability = dnd', path(['body', 'availability'], { how: 'whole', text: 'dnd' })],
    ['items[0].name~foo', path(['items', 0, 'name'], { how: 'part', text: 'foo' })],
    ['[1].x=3', path([1, 'x'], { how: 'order', order: '=', literal: '3' })],
    ['x="3"', path(['x'], { how: 'whole', text: '3' })],
    ['x=TRUE', path(['x'], { how: 'order', order: '=', literal: 'true' })],
    ['x>b', path(['x'], { how: 'order', order: '>', text: 'b' })],
    ['"odd key".x=1', path(['odd key', 'x'], { how: 'order', order: '=', literal: '1' })],
    ['"availability":"dnd"', path(['availability'], { how: 'part', text: 'dnd' })],
    ['.kind=x', path(['kind'], { how: 'whole', text: 'x' })],
    ['kind.x=x', path(['kind', 'x'], { how: 'whole', text: 'x' })],
    ['__proto__.x=y', path(['__proto__', 'x'], { how: 'whole', text: 'y' })],
    ['x~/a b/c', path(['x'], regexp('a b', 'c'))],
  ])('%j', (text, tree) => {
    expect(read(text)).toEqual(tree);
  });

  it('binds not before and before or, and says the same with and without the words', () => {
    const [a, b, c] = [part('a'), part('b'), part('c')];
    expect(read('not a b or c')).toEqual({ what: 'or', parts: [{ what: 'and', parts: [not(a), b] }, c] });
    expect(read('-a and b or c')).toEqual(read('not a b or c'));
    expect(read('a (b or c)')).toEqual({ what: 'and', parts: [a, { what: 'or', parts: [b, c] }] });
    expect(read('not(a or b)')).toEqual(not({ what: 'or', parts: [a, b] }));
    expect(read('a (b (c))')).toEqual({ what: 'and', parts: [a, b, c] });
  });

  it('is the tree that was printed', () => {
    fc.assert(
      fc.property(filter, (tree) => {
        expect(parseFilter(printFilter(tree))).toEqual({ ok: true, filter: tree });
      }),
      { numRuns: 3000 },
    );
  });

  it('prints words so that none takes in what stands beside it', () => {
    for (const [one, other] of [
      ['."', '="'],
      ['/a', 'b/'],
      ['kind', '!=x'],
      ['a(', 'b)'],
      ['-', 'x'],
    ] as const) {
      const tree: Filter = { what: 'and', parts: [part(one), part(other)] };
      expect(read(printFilter(tree))).toEqual(tree);
    }
  });

  it('prints so that it is read the same, whatever was written', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseFilter(text);
        if (parsed.ok) expect(parseFilter(printFilter(parsed.filter))).toEqual(parsed);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a filter that cannot be read', () => {
  it.each<[string, string, RegExp]>([
    ['a (b', '(', /not closed/],
    ['a (', '(', /not closed/],
    ['a) b', ')', /closes nothing/],
    [') b', ')', /closes nothing/],
    ['a ()', '()', /nothing between/],
    ['a or', 'or', /missing after “or”/],
    ['and a', 'and', /missing before “and”/],
    ['a or or b', 'or', /missing after “or”/],
    ['a (not )', 'not', /missing after “not”/],
    ['a "b c', '"', /not closed/],
    ['kind: x', ':', /value is missing.*“kind:”/],
    ['body.x=', '=', /value is missing/],
    ['dGVzdA==', '=', /begins with “=”/],
    ['kind>x', '>', /operators : ~ = !=/],
    ['size~3', '~', /operators = != >/],
    ['size>big', 'big', /amount such as/],
    ['took>5k', '5k', /amount such as/],
    ['at>25:00', '25:00', /a time such as/],
    ['at>2026-02-30', '2026-02-30', /a time such as/],
    ['verdict:fine', 'fine', /one of opened, locked/],
    ['a to:"b', '"', /not closed/],
    ['x /a(/', '/a(/', /no regular expression: Unterminated group/],
    ['/a/ci', 'ci', /choose one/],
  ])('%j points at %j', (text, place, message) => {
    const parsed = parseFilter(text);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(text.slice(parsed.problem.from, parsed.problem.to)).toBe(place);
    expect(parsed.problem.message).toMatch(message);
  });

  it('never throws, and points into the text', () => {
    const check = (text: string) => {
      const parsed = parseFilter(text);
      if (parsed.ok) return;
      const { from, to } = parsed.problem;
      expect(from).toBeGreaterThanOrEqual(0);
      expect(from).toBeLessThan(to);
      expect(to).toBeLessThanOrEqual(text.length);
    };
    fc.assert(fc.property(anyText, check), { numRuns: 5000 });
    for (const text of hugeTexts) check(text);
  });
});
