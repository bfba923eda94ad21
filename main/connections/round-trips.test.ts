import { describe, expect, it } from 'vitest';
import { RoundTripCounts } from './round-trips.ts';

const now = 1_760_000_000;
const over = (counts: RoundTripCounts, minutes: number, second = now) =>
  counts.figures(second).find((figures) => figures.minutes === minutes);

describe('round trips', () => {
  it('are told within 5 %', () => {
    const counts = new RoundTripCounts();
    for (let took = 1; took <= 1000; took++) counts.add(took, now);
    const { count, p50, p95, p99 } = over(counts, 1) ?? {};
    expect(count).toBe(1000);
    for (const [told, real] of [
      [p50, 500],
      [p95, 950],
      [p99, 990],
    ] as const) {
      expect(Math.abs((told ?? 0) - real) / real).toBeLessThan(0.05);
    }
  });

  it('are counted over spans of their own, and forgotten after an hour', () => {
    const counts = new RoundTripCounts();
    counts.add(10, now - 1800);
    counts.add(20, now - 600);
    counts.add(40, now);
    expect(counts.figures(now).map(({ count }) => count)).toEqual([1, 1, 2, 3]);
    expect(counts.figures(now + 3700).map(({ count }) => count)).toEqual([0, 0, 0, 0]);
    counts.add(80, now + 3600);
    expect(over(counts, 60, now + 3600)?.count).toBe(1);
  });

  it('has no figure where nothing was measured, and takes any duration', () => {
    const counts = new RoundTripCounts();
    expect(over(counts, 60)).toEqual({ minutes: 60, count: 0, p50: null, p95: null, p99: null });
    for (const took of [0, -1, 1e12]) counts.add(took, now);
    expect(over(counts, 60)?.count).toBe(3);
  });
});
