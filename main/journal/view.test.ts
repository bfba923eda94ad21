import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { View } from './view.ts';

/** A view over a set that changes under it. */
function viewOf(members: Set<number>) {
  const find = (after: number, upTo: number) =>
    [...members].filter((id) => id > after && id <= upTo).sort((a, b) => a - b);
  return new View({ profiles: [], filter: '' }, find);
}

describe('a view', () => {
  it('grows beyond its first room and answers true pages', () => {
    const view = viewOf(new Set(Array.from({ length: 5000 }, (_, index) => index * 2 + 2)));
    expect(view.extend(4000)).toBe(2000);
    expect(view.extend(10_000)).toBe(3000);
    expect(view.count).toBe(5000);
    expect(view.slice(1999, 3)).toEqual([4000, 4002, 4004]);
    expect(view.slice(4999, 10)).toEqual([10_000]);
    expect(view.slice(9000, 10)).toEqual([]);
    expect([view.has(4002), view.has(4003)]).toEqual([true, false]);
  });

  it('never looks at an entry twice while it is extended', () => {
    const view = viewOf(new Set([1, 2, 3]));
    view.extend(3);
    expect(view.extend(3)).toBe(0);
    expect(view.count).toBe(3);
  });

  it('drops what was deleted, and says whether that was its own', () => {
    const view = viewOf(new Set([1, 2, 3, 5]));
    view.extend(5);
    expect(view.forget({ ids: [4], heads: [] })).toBe(false);
    expect(view.forget({ ids: [2, 3, 4], heads: [] })).toBe(true);
    expect(view.slice(0, 9)).toEqual([1, 5]);
  });

  it('follows entries that come to match or cease to', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(ids, ids, (before, after) => {
        const members = new Set(before);
        const view = viewOf(members);
        view.extend(50);
        members.clear();
        for (const id of after) members.add(id);
        for (let id = 1; id <= 50; id++) {
          expect(view.reconsider(id)).toBe(before.includes(id) !== after.includes(id));
        }
        expect(view.slice(0, 100)).toEqual(after.toSorted((a, b) => a - b));
      }),
    );
  });
});
