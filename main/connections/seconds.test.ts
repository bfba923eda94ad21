import { describe, expect, it } from 'vitest';
import { remembered, Seconds } from './seconds.ts';

const first = 1_760_000_000;

describe('seconds', () => {
  it('take the place of those an hour before', () => {
    const seconds = new Seconds();
    seconds.message(first, 'in', 100);
    seconds.roundTrip(first, 5);
    seconds.message(first + remembered, 'out', 1);
    const all = seconds.between(first, first + remembered + 1);
    expect(all).toEqual([{ at: (first + remembered) * 1000, in: 0, out: 1, bytesIn: 0, bytesOut: 1, slowest: null }]);
  });

  it('are told oldest first and only where something happened', () => {
    const seconds = new Seconds();
    for (const number of [first + 7, first, first + 3]) seconds.message(number, 'in', 1);
    expect(seconds.between(first, first + 7).map(({ at }) => at / 1000 - first)).toEqual([0, 3]);
    expect(seconds.between(0, Number.MAX_SAFE_INTEGER - 1)).toEqual([]);
  });
});
