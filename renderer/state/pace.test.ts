import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pace } from './pace.svelte.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('tells how fast a number rises, and rests when it stands still', () => {
  const pace = new Pace();
  pace.note(1000);
  vi.advanceTimersByTime(2000);
  expect([pace.perSecond, vi.getTimerCount()]).toEqual([0, 0]);
  pace.note(1010);
  pace.note(1500);
  vi.advanceTimersByTime(1000);
  expect(pace.perSecond).toBe(500);
  vi.advanceTimersByTime(1000);
  expect([pace.perSecond, vi.getTimerCount()]).toEqual([0, 0]);
});
