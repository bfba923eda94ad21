import type { Place } from '../../preload/contract/index.ts';
import type { View } from './view.ts';

/** What locating must know of entries. */
export interface Chronicle {
  /** When an entry was; undefined when it is gone. */
  at(id: number): number | undefined;
  heads(ids: readonly number[]): number[];
}

/**
 * Index of the first row that is not before a place, by halving: times never decrease with ids. An entry of a folded
 * exchange is looked for in the row that stands for it.
 */
export function locate(view: View, place: Place, chronicle: Chronicle): { index: number; exact: boolean } {
  const { rows } = view;
  if ('time' in place) return { index: indexOfTime(view, place.time, chronicle), exact: false };
  const id = view.question.fold ? (chronicle.heads([place.id])[0] ?? place.id) : place.id;
  return { index: rows.seek(id), exact: rows.has(id) };
}

function indexOfTime({ rows }: View, time: number, { at }: Chronicle): number {
  let [low, high] = [0, rows.count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at(rows.at(middle) ?? 0) ?? time) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
