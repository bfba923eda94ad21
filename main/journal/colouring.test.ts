import { describe, expect, it } from 'vitest';
import { Colouring, type Colourist } from './colouring.ts';

describe('colouring', () => {
  const asked: number[][] = [];
  const rule = (colour: Colourist['colour'], among: (ids: readonly number[]) => number[]): Colourist => ({
    colour,
    finder: {
      find: () => [],
      among(ids) {
        asked.push([...ids]);
        return among(ids);
      },
    },
  });

  it('goes by the first rule that is met, and asks no more than it must', () => {
    const even = rule('red', (ids) => ids.filter((id) => id % 2 === 0));
    const all = rule('blue', (ids) => [...ids]);
    const colouring = new Colouring([even, all, all]);
    expect([...colouring.of([1, 2, 3])].sort()).toEqual([
      [1, 'blue'],
      [2, 'red'],
      [3, 'blue'],
    ]);
    expect(asked).toEqual([
      [1, 2, 3],
      [1, 3],
    ]);
  });

  it('leaves out a rule that could not be followed', () => {
    let tried = 0;
    const failing = rule('red', () => {
      tried += 1;
      throw new Error('too slow');
    });
    const colouring = new Colouring([failing, rule('blue', (ids) => [...ids])]);
    expect([colouring.of([1]).get(1), colouring.of([2]).get(2), tried]).toEqual(['blue', 'blue', 1]);
  });
});
