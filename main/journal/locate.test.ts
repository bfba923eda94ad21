import { describe, expect, it } from 'vitest';
import type { Beyond, Landmark } from '../../preload/contract/index.ts';
import { Colouring } from './colouring.ts';
import { locate } from './locate.ts';
import { View } from './view.ts';

/** Entries 10, 20, … 90; 20 and 80 are an exchange. */
function viewOf(fold: boolean, ids = [10, 20, 30, 40, 50, 60, 70, 80, 90]): View {
  const view = new View({
    question: { profiles: [], filter: '', fold, rules: [] },
    finder: { find: () => ids, among: () => [] },
    colouring: new Colouring([]),
    exchanges: { heads, someMember: () => true },
    bounds: undefined,
    last: 0,
  });
  view.extend(100);
  return view;
}

const heads = (ids: readonly number[]) => [...new Set(ids.map((id) => (id === 80 ? 20 : id)))].sort((a, b) => a - b);
/** 55 is in no view. */
const landmarks = (landmark: Landmark) => (landmark === 'failed' ? [30, 55, 60, 80] : []);
const chronicle = {
  heads,
  someMember: (head: number, holds: (id: number) => boolean) => holds(head) || (head === 20 && holds(80)),
  at: (id: number) => id * 10,
  isLandmark: (landmark: Landmark, id: number) => landmarks(landmark).includes(id),
  landmarks,
};

describe('locating', () => {
  it('finds an entry, or the first row behind where it would stand', () => {
    const view = viewOf(false);
    expect(locate(view, { id: 30 }, chronicle)).toEqual({ index: 2, id: 30, exact: true });
    expect(locate(view, { id: 31 }, chronicle)).toEqual({ index: 3, id: 40, exact: false });
    expect(locate(view, { id: 999 }, chronicle)).toEqual({ index: 9, id: null, exact: false });
  });

  it('finds the first row that is not before a time', () => {
    const view = viewOf(false);
    const places = [-1, 100, 101, 600, 601, 900, 901].map((time) => locate(view, { time }, chronicle).index);
    expect(places).toEqual([0, 0, 1, 5, 6, 8, 9]);
  });

  it('finds an entry of a folded exchange in the row that stands for it', () => {
    const view = viewOf(true);
    expect(locate(view, { id: 80 }, chronicle)).toEqual({ index: 1, id: 20, exact: true });
    expect(locate(view, { id: 81 }, chronicle)).toEqual({ index: 7, id: 90, exact: false });
  });

  const beyond = (fold: boolean, from: number, way: Beyond['way'], landmark: Landmark = 'failed') =>
    locate(viewOf(fold), { landmark, way, from }, chronicle).id;

  it('finds the next and the previous landmark that the view shows', () => {
    expect([0, 30, 45, 60, 80].map((from) => beyond(false, from, 'next'))).toEqual([30, 60, 60, 80, null]);
    expect([99, 80, 57, 30].map((from) => beyond(false, from, 'previous'))).toEqual([80, 60, 30, null]);
    expect(beyond(false, 0, 'next', 'bookmarked')).toBeNull();
  });

  it('finds the row of an exchange that has a landmark', () => {
    expect([0, 20, 80, 30, 60].map((from) => beyond(true, from, 'next'))).toEqual([20, 30, 30, 60, null]);
    expect([99, 60, 30, 20].map((from) => beyond(true, from, 'previous'))).toEqual([60, 30, 20, null]);
  });

  it('finds a landmark that is far away', () => {
    const far = viewOf(
      false,
      Array.from({ length: 5000 }, (_, index) => 100 + index),
    );
    const at = (landmarks: number[], way: Beyond['way'], from: number) =>
      locate(
        far,
        { landmark: 'failed', way, from },
        { ...chronicle, isLandmark: () => false, landmarks: () => landmarks },
      );
    expect(at([50, 4000, 4001, 9000], 'next', 200)).toEqual({ index: 3900, id: 4000, exact: true });
    expect(at([50, 300, 9000], 'previous', 4000)).toEqual({ index: 200, id: 300, exact: true });
    expect(at([50, 9000], 'next', 200)).toEqual({ index: 5000, id: null, exact: false });
  });
});
