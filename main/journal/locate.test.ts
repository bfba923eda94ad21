import { describe, expect, it } from 'vitest';
import { Colouring } from './colouring.ts';
import { locate } from './locate.ts';
import { View } from './view.ts';

/** Entries 10, 20, … 90; 20 and 80 are an exchange. */
function viewOf(fold: boolean): View {
  const view = new View({
    question: { profiles: [], filter: '', fold, rules: [] },
    finder: { find: () => [10, 20, 30, 40, 50, 60, 70, 80, 90], among: () => [] },
    colouring: new Colouring([]),
    exchanges: { heads, someMember: () => true },
    bounds: undefined,
    last: 0,
  });
  view.extend(100);
  return view;
}

const heads = (ids: readonly number[]) => [...new Set(ids.map((id) => (id === 80 ? 20 : id)))].sort((a, b) => a - b);
const chronicle = { heads, at: (id: number) => id * 10 };

describe('locating', () => {
  it('finds an entry, or the first row behind where it would stand', () => {
    const view = viewOf(false);
    expect(locate(view, { id: 30 }, chronicle)).toEqual({ index: 2, exact: true });
    expect(locate(view, { id: 31 }, chronicle)).toEqual({ index: 3, exact: false });
    expect(locate(view, { id: 999 }, chronicle)).toEqual({ index: 9, exact: false });
  });

  it('finds the first row that is not before a time', () => {
    const view = viewOf(false);
    const places = [-1, 100, 101, 600, 601, 900, 901].map((time) => locate(view, { time }, chronicle).index);
    expect(places).toEqual([0, 0, 1, 5, 6, 8, 9]);
  });

  it('finds an entry of a folded exchange in the row that stands for it', () => {
    const view = viewOf(true);
    expect(locate(view, { id: 80 }, chronicle)).toEqual({ index: 1, exact: true });
    expect(locate(view, { id: 81 }, chronicle)).toEqual({ index: 7, exact: false });
  });
});
