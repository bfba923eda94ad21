import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Measurement } from '../../preload/contract/index.ts';
import { Statistics } from './statistics.ts';

const profile = '3d0c7cf6-2d6e-4d39-9d6a-0d4bd0b0c001';
const start = 1_760_000_000_000;

beforeEach(() => vi.useFakeTimers({ now: start }));
afterEach(() => vi.useRealTimers());

function watched() {
  const statistics = new Statistics();
  const told: Measurement[] = [];
  const watching = statistics.watch(profile, (measurement) => told.push(measurement));
  return { statistics, told, ...watching, measure: statistics.of(profile) };
}

describe('statistics', () => {
  it('tell after each second what it brought', () => {
    const { told, measure } = watched();
    measure.message('in', 100);
    measure.message('in', 50);
    measure.message('out', 7);
    measure.answered(12);
    measure.answered(30);
    vi.advanceTimersByTime(1000);
    measure.message('out', 1);
    vi.advanceTimersByTime(1000);
    vi.advanceTimersByTime(1000);
    expect(told.map(({ seconds }) => seconds)).toEqual([
      [{ at: start, in: 2, out: 1, bytesIn: 150, bytesOut: 7, slowest: 30 }],
      [{ at: start + 1000, in: 0, out: 1, bytesIn: 0, bytesOut: 1, slowest: null }],
      [],
    ]);
    expect(told.map(({ until }) => until - start)).toEqual([1000, 2000, 3000]);
    expect(told[0]?.roundTrips[0]).toMatchObject({ minutes: 1, count: 2 });
  });

  it('answer the last hour to who begins to watch, without the second that is not over', () => {
    const statistics = new Statistics();
    statistics.of(profile).message('in', 1);
    vi.advanceTimersByTime(10_000);
    statistics.of(profile).message('in', 2);
    vi.advanceTimersByTime(3_599_500);
    statistics.of(profile).message('in', 3);
    const { now } = statistics.watch(profile, () => {});
    expect(now.seconds.map(({ bytesIn }) => bytesIn)).toEqual([2]);
  });

  it('tell all seconds that passed while nothing could be told', () => {
    const { told, measure } = watched();
    measure.message('in', 1);
    vi.setSystemTime(start + 5000);
    measure.message('in', 2);
    vi.setSystemTime(start + 6100);
    vi.advanceTimersByTime(1000);
    expect(told).toHaveLength(1);
    expect(told[0]?.seconds.map(({ at }) => at - start)).toEqual([0, 5000]);
  });

  it('have totals since the profile was opened', () => {
    const { statistics, measure } = watched();
    measure.message('in', 1);
    measure.begin();
    measure.message('out', 9);
    measure.unanswered();
    measure.reconnecting();
    const { totals } = statistics.watch(profile, () => {}).now;
    const counted = { in: 0, out: 1, bytesIn: 0, bytesOut: 9, unanswered: 1, reconnects: 1 };
    expect(totals).toEqual({ since: start, ...counted });
  });

  it('cost nothing when nobody watches', () => {
    const { statistics, told, measure, stop } = watched();
    const other = statistics.watch(profile, () => {});
    stop();
    expect(vi.getTimerCount()).toBe(1);
    other.stop();
    measure.message('in', 1);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(5000);
    expect(told).toEqual([]);
  });

  it('are gone with their profile', () => {
    const { statistics, measure } = watched();
    measure.message('in', 1);
    vi.advanceTimersByTime(1000);
    statistics.forget(profile);
    expect(statistics.watch(profile, () => {}).now.seconds).toEqual([]);
  });
});
