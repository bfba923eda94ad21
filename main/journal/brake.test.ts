import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Brake } from './brake.ts';

describe('the brake', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function aBrake() {
    const told: boolean[] = [];
    return { told, brake: new Brake((on) => told.push(on)) };
  }

  it('holds when much is unwritten, until little is', () => {
    const { told, brake } = aBrake();
    for (const part of [0.1, 0.25, 0.3, 0.5, 0.2, 0.1]) brake.level(part);
    expect(told).toEqual([true]);
    expect(brake.on).toBe(true);
    brake.level(0.09);
    expect(told).toEqual([true, false]);
    expect(brake.on).toBe(false);
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(2);
  });

  it('lets through for half a second every ten', () => {
    const { told, brake } = aBrake();
    brake.level(0.5);
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual([true, false]);
    expect(brake.on).toBe(true);
    brake.level(0.6);
    vi.advanceTimersByTime(500);
    expect(told).toEqual([true, false, true]);
  });

  it('lets go at the end', () => {
    const { told, brake } = aBrake();
    brake.level(0.5);
    brake.release();
    expect(told).toEqual([true, false]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
