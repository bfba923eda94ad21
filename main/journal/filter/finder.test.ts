import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as language from '../../../preload/contract/filter/filter.fixture.ts';
import { type Filter, parseFilter, printFilter } from '../../../preload/contract/filter/index.ts';
import type { Draft, Revision } from '../draft.ts';
import { recordEntry, recordRevision } from '../record.ts';
import { openDatabase } from '../schema.ts';
import { createStore, type Store } from '../store.ts';
import { meets, type Sample } from './evaluator.fixture.ts';
import { FilterTooSlow } from './regexp-runner.ts';

const names = new Map([
  [crypto.randomUUID(), 'Alice ä'],
  [crypto.randomUUID(), 'b'],
]);
const profiles = [...names.keys()];
const now = Date.parse('2026-11-28T10:45:00');

const letter = fc.oneof(language.letter, fc.constantFrom('\0', '\ud83d'));
const word = fc.oneof(language.word, fc.string({ unit: letter, maxLength: 6 }));
const option = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const key = fc.oneof(fc.constantFrom('a', 'b', 'ab', 'a-b', '0', 'kind', 'key', 'id', '__proto__'), word);
const leaf = fc.oneof(word, fc.constantFrom(0, 1, -1, 1.5, 100, 10, true, false, null, '1', 'true', 'null', '1.5'));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
    fc.array(tie('tree'), { maxLength: 3 }),
    tie('tree').map((value) => JSON.stringify(value)),
    tie('tree').map((value) => JSON.stringify(value).replace('a', '\\u0061')),
  ),
}));
const argument = fc.oneof(tree, tree, fc.constant(new Uint8Array([1])));

const opened = fc.constantFrom<Revision['opened'] & object>(
  { state: 'plain' },
  { state: 'opened', by: 'locked' },
  { state: 'locked', needs: [] },
  { state: 'pending' },
);
const signature = fc.constantFrom<Revision['signature'] & object>(
  { state: 'none' },
  { state: 'wrong', reason: 'verified' },
  { state: 'signer-unknown', reason: 'x' },
  { state: 'unsigned' },
);
const step = fc.record({
  name: fc.oneof(word, fc.constantFrom('sent', 'ok')),
  after: fc.constantFrom(0, 0.5, 12.25, 1000, 60_000),
  tone: fc.constantFrom('good', 'bad', 'plain'),
  text: word,
});
const draft: fc.Arbitrary<Draft> = fc.record({
  direction: fc.constantFrom('in', 'out', 'note'),
  kind: word,
  tone: fc.constantFrom('plain', 'good', 'bad'),
  args: fc.array(argument, { maxLength: 3 }),
  preview: word,
  waiting: fc.boolean(),
  from: option(word),
  to: option(word),
  exchange: option(word),
  marks: fc.array(word, { maxLength: 2 }),
  opened,
  signature,
  links: fc.constantFrom([], [{ label: 'x', url: 'y' }]),
  offers: fc.constantFrom([], [{ label: 'x', action: 'y', input: {}, how: 'run' as const }]),
  resend: fc.constantFrom(undefined, { action: 'x', input: {} }),
});
const inside = fc.oneof(
  word,
  tree.map((value) => JSON.stringify(value)),
);
const at = fc.oneof(
  fc.integer({ min: now - 400_000, max: now + 1000 }),
  fc
    .constantFrom(
      '2026-11-28T10:42',
      '2026-03-29T03:30',
      '2026-10-25T02:30',
      '2026-07-01T00:00:00.5',
      '2026-11-27T09:05:07',
    )
    .map(Date.parse),
);
const sample: fc.Arbitrary<Sample> = fc
  .record({
    draft,
    revision: fc.record({ inside: option(inside), steps: option(fc.array(step, { minLength: 1, maxLength: 2 })) }),
    at: fc.tuple(at, fc.constantFrom(0, 0, 0.25)).map(([whole, fraction]) => whole + fraction),
    connection: fc.constantFrom(...names.values()),
    comment: fc.option(word),
  })
  .map((made) => present({ ...made, size: 0 }));

/** What the database keeps: no half characters, and nothing that is absent. */
function present(made: Sample): Sample {
  const wellFormed = (value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed() : value);
  const clean = <Value extends object>(value: Value) =>
    Object.fromEntries(
      Object.entries(value).flatMap(([name, item]) => (item === undefined ? [] : [[name, wellFormed(item)]])),
    ) as Value;
  const { args, ...rest } = made.draft;
  return {
    ...made,
    draft: { ...clean(rest), args: args.map(wellFormed) },
    revision: clean(made.revision),
    comment: made.comment?.toWellFormed() ?? null,
  };
}

describe('the finder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-filter-'));
  let store: Store;
  let last = 0;
  beforeAll(() => {
    store = createStore(openDatabase(folder).database);
  });
  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  function write(entries: readonly Sample[]): Map<number, Sample> {
    return new Map(
      entries.map((entry) => {
        last += 1;
        const profile = profiles[[...names.values()].indexOf(entry.connection)] ?? '';
        const record = recordEntry(last, entry.at, profile, entry.draft);
        store.write([record, recordRevision(last, entry.revision)]);
        if (entry.comment !== null) store.bookmark(last, { comment: entry.comment, colour: null });
        return [last, { ...entry, size: record.size }];
      }),
    );
  }

  const finder = (filter: Filter) => store.finder(profiles, filter, { names, now });
  const read = (text: string) => {
    const parsed = parseFilter(text);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return parsed.filter;
  };

  it('agrees with the words of the language over any entries', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 6 }), language.filter, (entries, filter) => {
        const before = last;
        const written = write(entries);
        const expected = [...written].filter(([, entry]) => meets(entry, filter, now)).map(([id]) => id);
        const { find, among } = finder(filter);
        expect(find(before, last), printFilter(filter)).toEqual(expected);
        expect(among([...written.keys()])).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });

  it('agrees about each kind of term', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 6 }), language.term, (entries, filter) => {
        const before = last;
        const written = write(entries);
        const expected = [...written].filter(([, entry]) => meets(entry, filter, now)).map(([id]) => id);
        expect(finder(filter).find(before, last), printFilter(filter)).toEqual(expected);
      }),
      { numRuns: 800 },
    );
  });

  it('follows any filter that can be read', () => {
    const follow = (text: string) => {
      const parsed = parseFilter(text);
      if (!parsed.ok) return;
      try {
        expect(finder(parsed.filter).find(last - 50, last).length).toBeLessThanOrEqual(50);
      } catch (error) {
        if (!(error instanceof FilterTooSlow)) throw error;
      }
    };
    fc.assert(fc.property(language.anyText, follow), { numRuns: 600 });
    for (const text of language.hugeTexts) follow(text);
    const letters = Array.from({ length: 1000 }, (_, index) => String.fromCharCode(0x4e00 + index));
    for (const [between, sign] of [
      [' ', ''],
      [' or ', ''],
      [' ', '-'],
      [' or ', 'a='],
      [' ', 'kind:'],
    ] as const) {
      follow(
        letters
          .map((letter) => sign + letter)
          .join(between)
          .slice(0, 10_000),
      );
    }
    follow(`${'-(a '.repeat(49)}b${')'.repeat(49)}`);
    follow(`"${'%'.repeat(9998)}"`);
    follow(`"${'\u4e00'.repeat(9998)}"`);
    follow(`a${'.a'.repeat(4990)}=1`);
  });

  it('stops a regular expression that explodes, and does not try it again', () => {
    const entry: Draft = { direction: 'in', kind: 'x', args: [`${'a'.repeat(100_000)}b`] };
    last += 1;
    store.write([recordEntry(last, now, profiles[0] ?? '', entry)]);
    const { find, among } = finder(read('kind=x /(a+)+$/'));
    expect(() => find(last - 1, last)).toThrow(FilterTooSlow);
    expect(() => find(last - 1, last)).toThrow('/(a+)+$/ takes too long');
    expect(() => among([last])).toThrow(FilterTooSlow);
    expect(finder(read('kind=x a')).find(last - 1, last)).toEqual([last]);
  });

  it('looks into payloads nested deeper than SQLite reads', () => {
    const deep = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;
    last += 1;
    store.write([recordEntry(last, now, profiles[0] ?? '', { direction: 'in', kind: 'x', args: [deep, { b: deep }] })]);
    for (const text of ['[0].a[0].a', 'a~1', 'has:b[0].a', 'b~a']) {
      expect(
        finder(read(text.includes(':') || text.includes('~') ? text : `has:${text}`)).find(last - 1, last).length,
      ).toBeLessThan(2);
    }
    expect(finder(read('has:b[0].a[0].a')).find(last - 1, last)).toEqual([last]);
  });
});
