import fc from 'fast-check';
import { fields } from './fields.ts';
import { allOf, anyOf, type Filter, notOf, type Path, type PathTest, type Term } from './tree.ts';

/** Few characters, so that filters hit: ASCII and other capitals, wildcards, signs of the language, wide characters. */
export const letter = fc.constantFrom(...'aAbBkKäÄσΣς%_\\"-. /=:~<>()[]\n0', 'İ', '\u212a', '\u{1f600}', 'or', 'not');
export const word = fc.string({ unit: letter, maxLength: 6 });

const regexp = fc.record({
  how: fc.constant('regexp' as const),
  source: fc.constantFrom('a', 'a|b', '^.b', 'k+', 'Σ', 'a b', 'a/b', '\\\\/', '[^a]b', '\\(a\\)', '"', 'ä$'),
  flags: fc.constantFrom('', 'c', 'm', 's', 'u', 'cs'),
});
const part = fc.record({ how: fc.constant('part' as const), text: word });
const whole = fc.record({ how: fc.constant('whole' as const), text: word });
const order = fc.constantFrom('=', '>', '>=', '<', '<=');
const strictOrder = fc.constantFrom('>', '>=', '<', '<=');
const literal = fc.constantFrom('0', '1', '-1', '1.5', '1e2', '10', 'true', 'false', 'null');

export const path: fc.Arbitrary<Path> = fc.array(
  fc.oneof(fc.constantFrom('a', 'b', 'ab', 'a-b', '0', 'kind', 'links', '__proto__', 'or'), word, fc.nat({ max: 2 })),
  { minLength: 1, maxLength: 3 },
);
const pathTest: fc.Arbitrary<PathTest> = fc.oneof(
  fc.constant({ how: 'exists' as const }),
  part,
  whole,
  regexp,
  fc.record({ how: fc.constant('order' as const), order, literal }),
  fc.record({ how: fc.constant('order' as const), order: strictOrder, text: word }),
);

const choices = fields.flatMap((field) =>
  field.type === 'choice'
    ? field.words.map(({ text }) => ({ what: 'choice', field: field.field, value: text }) as Term)
    : [],
);
export const momentText = fc.constantFrom('10:42', '9:05:07', '00:00:00.5', '2026-11-28', '2026-11-28T10:42', '-5m');

export const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ what: fc.constant('text' as const), match: fc.oneof(part, regexp) }),
  fc.record({
    what: fc.constant('field' as const),
    field: fc.constantFrom('kind', 'from', 'to', 'exchange', 'comment', 'mark', 'status', 'key', 'connection'),
    match: fc.oneof(part, whole, regexp),
  }),
  fc.constantFrom(...choices),
  fc.record({
    what: fc.constant('amount' as const),
    field: fc.constantFrom('size', 'took'),
    order,
    amount: fc.oneof(fc.nat({ max: 3_000_000 }), fc.constantFrom(0, 0.5, 12.25, 1000, 60_000, 1_000_000_000_000)),
  }),
  fc.record({ what: fc.constant('at' as const), order, moment: momentText }),
  fc.record({ what: fc.constant('path' as const), path, test: pathTest }),
);

/** Trees as reading a text makes them. */
export const filter: fc.Arbitrary<Filter> = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    term,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(allOf),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(anyOf),
    tie('tree').map(notOf),
  ),
})).tree;

/** Texts that are nearly filters, and texts that are anything. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.oneof(
      letter,
      fc.constantFrom(
        'kind',
        ':',
        '=',
        '!=',
        ' ',
        '(',
        ')',
        ' and ',
        ' or ',
        ' not ',
        '-',
        '"',
        '/',
        '\\',
        '\0',
        '\ud83d',
      ),
      fc.constantFrom('at>', 'size>', '1k', 'has:', '[0]', '.x', '/a/', '/(/', 'is:', 'marked', '~', '/aa/ci'),
    ),
    maxLength: 20,
  }),
);

export const hugeTexts = [
  '('.repeat(10_000),
  `${'('.repeat(5000)}${')'.repeat(5000)}`,
  ')'.repeat(10_000),
  '-('.repeat(5000),
  'a -(b or '.repeat(1000),
  'not '.repeat(2500),
  '"'.repeat(9999),
  '"\\'.repeat(5000),
  '/'.repeat(10_000),
  '/ '.repeat(5000),
  '/\\ '.repeat(3333),
  'a.'.repeat(5000),
  'a-'.repeat(5000),
  '[0]'.repeat(3333),
  `a${'-'.repeat(9999)}`,
  'a='.repeat(5000),
  'a b '.repeat(2500),
  'a or '.repeat(2000),
  ' '.repeat(10_000),
  '/('.repeat(3000).concat('/'),
  `/${'('.repeat(4998)}${')'.repeat(4998)}/`,
];
