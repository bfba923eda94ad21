import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Colouring } from './colouring.ts';
import { View } from './view.ts';

const ascending = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b);

/** A view over sets that change under it: what meets the filter, and the exchange of each. */
function viewOf(members: Set<number>, { fold = false, last = 0, exchangeOf = (id: number) => id } = {}) {
  const mates = (head: number) => ascending(members).filter((id) => exchangeOf(id) === exchangeOf(head));
  return new View({
    question: { profiles: [], filter: 'x', fold, rules: [] },
    finder: {
      find: (after, upTo) => ascending(members).filter((id) => id > after && id <= upTo),
      among: (ids) => ids.filter((id) => members.has(id)),
    },
    colouring: new Colouring([]),
    exchanges: {
      heads: (ids) => ascending(new Set(ids.map(exchangeOf))),
      someMember: (head, holds) => mates(head).some(holds),
    },
    bounds: last > 0 ? { least: 1, greatest: last } : undefined,
    last,
  });
}

const rowsOf = (view: View) => view.rows.slice(0, view.rows.count);

describe('a view', () => {
  it('looks through what was there from the newest to the oldest, and at what comes meanwhile', () => {
    const view = viewOf(new Set([1, 1500, 2999, 3002]), { last: 3000 });
    expect([view.scan, rowsOf(view)]).toEqual([{ scanned: 0, total: 3000 }, []]);
    view.step();
    view.extend(3002);
    expect([view.scanning, rowsOf(view)]).toEqual([true, [2999, 3002]]);
    while (view.scanning) view.step();
    expect([view.scan, rowsOf(view)]).toEqual([null, [1, 1500, 2999, 3002]]);
  });

  it('keeps what a stopped scan found, and still looks at what comes', () => {
    const members = new Set([1, 3000, 3001]);
    const view = viewOf(members, { last: 3000 });
    view.step();
    view.stopScan();
    members.add(2);
    view.reconsider([2]);
    view.extend(3001);
    expect([view.scan, view.scanning, rowsOf(view)]).toEqual([null, false, [3000, 3001]]);
  });

  it('says why its filter could not be followed through', () => {
    const view = viewOf(new Set([1]), { last: 3000 });
    view.step();
    const failing = new View({
      question: view.question,
      finder: {
        find: () => {
          throw new Error('This takes too long.');
        },
        among: () => [],
      },
      colouring: new Colouring([]),
      exchanges: { heads: () => [], someMember: () => false },
      bounds: { least: 1, greatest: 10 },
      last: 10,
    });
    failing.step();
    failing.extend(11);
    failing.stopScan();
    expect(failing.scanning).toBe(false);
    expect(failing.scan).toEqual({ scanned: 0, total: 10, problem: 'This takes too long.' });
  });

  it('drops what was deleted', () => {
    const view = viewOf(new Set([1, 2, 3, 5]));
    view.extend(5);
    view.forget({ ids: [2, 3, 4], heads: [] });
    expect(rowsOf(view)).toEqual([1, 5]);
  });

  it('has one row for each exchange of which an entry meets the filter: its first entry', () => {
    const view = viewOf(new Set([8, 9]), { fold: true, last: 9, exchangeOf: (id) => (id === 5 ? 5 : 2) });
    view.step();
    expect(rowsOf(view)).toEqual([2]);
    view.forget({ ids: [2, 8], heads: [3] });
    expect(rowsOf(view)).toEqual([3]);
  });

  it('follows entries that come to match or cease to', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(ids, ids, fc.boolean(), (before, after, fold) => {
        const members = new Set(before);
        const exchangeOf = (id: number) => (fold ? id - (id % 5) : id);
        const view = viewOf(members, { fold, exchangeOf });
        view.extend(50);
        members.clear();
        for (const id of after) members.add(id);
        view.reconsider(Array.from({ length: 50 }, (_, index) => index + 1));
        expect(rowsOf(view)).toEqual(ascending(new Set(after.map(exchangeOf))));
      }),
    );
  });
});
