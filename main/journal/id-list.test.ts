import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdList } from './id-list.ts';

const all = (list: IdList) => list.slice(0, list.count);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('a list of ids', () => {
  it('grows over many blocks at both ends, and answers true pages', () => {
    const list = new IdList();
    list.add(range(100_000, 150_000));
    for (let start = 100_000; start > 0; start -= 25_000) list.add(range(start - 25_000, start));
    list.add(range(150_000, 200_000));
    expect(list.count).toBe(200_000);
    expect(all(list)).toEqual(range(0, 200_000));
    expect(list.slice(65_534, 65_538)).toEqual([65_534, 65_535, 65_536, 65_537]);
    expect(list.slice(199_998, 200_010)).toEqual([199_998, 199_999]);
    expect(list.slice(300_000, 300_010)).toEqual([]);
    expect([list.first, list.last, list.at(-1), list.at(200_000)]).toEqual([0, 199_999, undefined, undefined]);
    expect(list.drop(range(0, 199_999))).toHaveLength(199_999);
    expect([list.count, list.seek(0), list.first]).toEqual([1, 0, 199_999]);
  });

  it('is what a set would be, whatever is added and dropped', () => {
    const ids = fc.uniqueArray(fc.integer({ min: -100, max: 3000 }), { maxLength: 60 });
    const block = fc.tuple(fc.integer({ min: -80_000, max: 80_000 }), fc.integer({ min: 1, max: 2000 }));
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
        for (const id of [-101, 0, 17, 3001, 65_536, 1e12]) {
          expect(list.has(id)).toBe(set.has(id));
          expect(list.seek(id)).toBe([...set].filter((other) => other < id).length);
        }
      }),
    );
  });
});
