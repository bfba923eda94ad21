import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Heartbeat } from './heartbeat.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function watch(silence: number) {
  const ask = vi.fn();
  const dead = vi.fn();
  return { heartbeat: new Heartbeat(silence, ask, dead), ask, dead };
}

it('asks once, then calls the line dead', () => {
  const { heartbeat, ask, dead } = watch(1000);
  heartbeat.start();
  vi.advanceTimersByTime(1999);
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([1, 0]);
  vi.advanceTimersByTime(5000);
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([1, 1]);
});

it('begins anew with every sign of life', () => {
  const { heartbeat, ask, dead } = watch(1000);
  heartbeat.start();
  for (let second = 0; second < 5; second++) {
    vi.advanceTimersByTime(1500);
    heartbeat.heard();
  }
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([5, 0]);
  heartbeat.stop();
  heartbeat.heard();
});

it('never asks when it is told not to', () => {
  const { heartbeat, ask } = watch(0);
  heartbeat.start();
  heartbeat.heard();
  vi.advanceTimersByTime(100_000);
  expect(ask).not.toHaveBeenCalled();
});

it('can be stopped while it asks', () => {
  const dead = vi.fn();
  const heartbeat = new Heartbeat(1000, () => heartbeat.stop(), dead);
  heartbeat.start();
  vi.advanceTimersByTime(10_000);
  expect(dead).not.toHaveBeenCalled();
});
