import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conditionOf, parseFilter } from './filter.ts';
import { recordEntry, recordRevision } from './record.ts';
import { openDatabase } from './schema.ts';
import { createStore, type Store } from './store.ts';

describe('a filter', () => {
  it('is words, phrases and exclusions', () => {
    expect(parseFilter('Hello  "two  Words" -no -"not this" - "" he"y')).toEqual([
      { text: 'hello', excluded: false },
      { text: 'two  words', excluded: false },
      { text: 'no', excluded: true },
      { text: 'not this', excluded: true },
      { text: '-', excluded: false },
      { text: 'he"y', excluded: false },
    ]);
    expect(parseFilter('"not closed')).toEqual([{ text: 'not closed', excluded: false }]);
    expect(parseFilter(' \t\n')).toEqual([]);
  });
});

interface Sample {
  kind: string;
  from: string | undefined;
  to: string | undefined;
  preview: string;
  args: unknown[];
  inside: string | undefined;
}

/** Few characters, so that filters hit: ASCII and other capitals, the wildcards of LIKE, quotes, zero, wide characters. */
const letter = fc.constantFrom(...'aAbBkKäÄσΣς%_\\"-. \0\n', 'İ', '\u212a', '\u{1f600}', '\ud83d');
const word = fc.string({ unit: letter, maxLength: 6 });
const sample: fc.Arbitrary<Sample> = fc.record({
  kind: word,
  from: fc.option(word, { nil: undefined }),
  to: fc.option(word, { nil: undefined }),
  preview: word,
  args: fc.array(fc.oneof(word, fc.dictionary(word, word, { noNullPrototype: true })), { maxLength: 3 }),
  inside: fc.option(word, { nil: undefined }),
});
const term = fc.oneof(
  fc.string({ unit: letter, minLength: 1, maxLength: 4 }),
  fc.string({ unit: letter, maxLength: 4 }).map((text) => `"${text}"`),
);
const filters = fc
  .array(fc.tuple(fc.constantFrom('', '-'), term), { maxLength: 4 })
  .map((terms) => terms.map((parts) => parts.join('')).join(' '));

/** What the words above promise, said as plainly as can be. */
function matches(entry: Sample, filter: string): boolean {
  const lower = (text: string) => text.toWellFormed().toLowerCase().replaceAll('ς', 'σ');
  const texts = [entry.kind, entry.from, entry.to, entry.preview, JSON.stringify(entry.args), entry.inside];
  const found = (text: string) => texts.some((candidate) => lower(candidate ?? '').includes(text));
  return parseFilter(filter).every(({ text, excluded }) => found(text) !== excluded);
}

describe('the condition made of a filter', () => {
  const profile = crypto.randomUUID();
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
    const written = new Map(entries.map((entry) => [++last, entry]));
    for (const [id, { inside, ...draft }] of written) {
      const record = recordEntry(id, 0, profile, { direction: 'in', ...draft });
      store.write(inside === undefined ? [record] : [record, recordRevision(id, { inside })]);
    }
    return written;
  }

  it('agrees with its words over any entries', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 8 }), filters, (entries, filter) => {
        const before = last;
        const written = write(entries);
        const expected = [...written].filter(([, entry]) => matches(entry, filter)).map(([id]) => id);
        expect(store.finder([profile], conditionOf(filter)).find(before, last)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (filter) => {
        expect(store.finder([profile], conditionOf(filter)).find(0, last).length).toBeLessThanOrEqual(last);
      }),
    );
    const words = Array.from({ length: 2500 }, (_, index) => index.toString(36)).join(' ');
    expect(store.finder([profile], conditionOf(words)).find(0, last)).toEqual([]);
  });
});
