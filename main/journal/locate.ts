import type { Beyond, Landmark, Located, Place } from '../../preload/contract/index.ts';
import type { Exchanges, View } from './view.ts';

/** What locating must know of entries. */
export interface Chronicle extends Exchanges {
  /** When an entry was; undefined when it is gone. */
  at(id: number): number | undefined;
  isLandmark(landmark: Landmark, id: number): boolean;
  /** Ascending. */
  landmarks(landmark: Landmark): number[];
}

/** Rows that are asked one by one before all landmarks are: where these are many, one is mostly near. */
const nearby = 500;

/** An entry of a folded exchange is looked for in the row that stands for it. */
export function locate(view: View, place: Place, chronicle: Chronicle): Located {
  const { rows } = view;
  const id = idOf(view, place, chronicle);
  const index = rows.seek(id);
  return { index, id: rows.at(index) ?? null, exact: !('time' in place) && rows.has(id) };
}

/** Infinite where no row is. */
function idOf(view: View, place: Place, chronicle: Chronicle): number {
  if ('id' in place) return rowOf(view, place.id, chronicle);
  const id = 'time' in place ? idAtTime(view, place.time, chronicle) : idBeyond(view, place, chronicle);
  return id ?? Number.POSITIVE_INFINITY;
}

function rowOf({ question }: View, id: number, { heads }: Chronicle): number {
  return question.fold ? (heads([id])[0] ?? id) : id;
}

function idBeyond(view: View, { landmark, way, from }: Beyond, chronicle: Chronicle): number | undefined {
  const { rows, question } = view;
  const start = rowOf(view, from, chronicle);
  const is = (id: number) => chronicle.isLandmark(landmark, id);
  const near = neighbours(view, start, way).find((id) => (question.fold ? chronicle.someMember(id, is) : is(id)));
  if (near !== undefined) return near;
  const ids = chronicle.landmarks(landmark);
  const heads = question.fold ? chronicle.heads(ids) : ids;
  return way === 'next'
    ? heads.find((id) => id > start && rows.has(id))
    : heads.findLast((id) => id < start && rows.has(id));
}

/** The rows beside an entry, the nearest first. */
function neighbours({ rows }: View, id: number, way: Beyond['way']): number[] {
  const [before, behind] = [rows.seek(id), rows.seek(id + 1)];
  return way === 'next' ? rows.slice(behind, behind + nearby) : rows.slice(before - nearby, before).reverse();
}

/** By halving: times never decrease with ids. */
function idAtTime({ rows }: View, time: number, { at }: Chronicle): number | undefined {
  let [low, high] = [0, rows.count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at(rows.at(middle) ?? 0) ?? time) < time) low = middle + 1;
    else high = middle;
  }
  return rows.at(low);
}
