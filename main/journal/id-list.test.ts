import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdList } from './id-list.ts';

const all = (list: IdList) => list.slice(0, list.count);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('a list of ids', () => {
  it('grows beyond its first room at both ends, and answers true pages', () => {
    const list = new IdList();
    list.add(range(10_000, 15_000));
    for (let start = 10_000; start > 0; start -= 2500) list.add(range(start - 2500, start));
    list.add(range(15_000, 20_000));
    expect(list.count).toBe(20_000);
    expect(all(list)).toEqual(range(0, 20_000));
    expect(list.slice(19_998, 20_010)).toEqual([19_998, 19_999]);
    expect(list.slice(30_000, 30_010)).toEqual([]);
    expect([list.first, list.last, list.at(-1), list.at(20_000)]).toEqual([0, 19_999, undefined, undefined]);
  });

  it('is what a set would be, whatever is added and dropped', () => {
    const ids = fc.uniqueArray(fc.integer({ min: -100, max: 3000 }), { maxLength: 60 });
    const block = fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 2000 }));
    const part = fc.oneof(
      ids.map((some) => some.toSorted((a, b) => a - b)),
      block.map(([from, length]) => range(from, from + length)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), part), { maxLength: 12 }), (steps) => {
        const list = new IdList();
        const set = new Set<number>();
        for (const [adds, some] of steps) {
          expect(adds ? list.add(some) : list.drop(some)).toEqual(some.filter((id) => set.has(id) !== adds));
          for (const id of some) adds ? set.add(id) : set.delete(id);
          expect(all(list)).toEqual([...set].sort((a, b) => a - b));
        }
        for (const id of [-101, 0, 17, 3001]) {
          expect(list.has(id)).toBe(set.has(id));
          expect(list.seek(id)).toBe([...set].filter((other) => other < id).length);
        }
      }),
    );
  });
});
