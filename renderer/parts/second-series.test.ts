import { describe, expect, it } from 'vitest';
import { rates, seriesOf } from './second-series.ts';

const until = 1_760_000_100_000;
const second = (before: number, part = {}) => ({
  at: until - before * 1000,
  in: 0,
  out: 0,
  bytesIn: 0,
  bytesOut: 0,
  slowest: null,
  ...part,
});

describe('what is drawn of seconds', () => {
  it('has every second of the span, and zero where nothing happened', () => {
    const seconds = [second(61, { in: 9 }), second(60, { in: 4 }), second(1, { in: 2, out: 3 })];
    const [times, ins, outs] = seriesOf('messages', seconds, until, 1);
    expect([times.length, times[0], times.at(-1)]).toEqual([60, until / 1000 - 60, until / 1000 - 1]);
    expect([ins?.[0], ins?.[1], ins?.at(-1), outs?.at(-1)]).toEqual([4, 0, 2, 3]);
  });

  it('has gaps where no round trip ended', () => {
    const [, slowest] = seriesOf('round trips', [second(1, { slowest: 12 })], until, 1);
    expect([slowest?.at(-2), slowest?.at(-1)]).toEqual([null, 12]);
  });

  it('is told per second over the last ten', () => {
    const seconds = [second(11, { in: 1000 }), second(10, { in: 50, bytesIn: 500 }), second(1, { in: 50, out: 5 })];
    expect(rates(seconds, until)).toEqual({ in: 10, out: 0.5, bytesIn: 50, bytesOut: 0 });
  });
});
