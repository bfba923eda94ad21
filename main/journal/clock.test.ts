import { describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';

function clockAt(start: number) {
  const source = { now: start, ran: 0 };
  const clock = createClock({ wall: () => Math.floor(source.now), steady: () => source.ran });
  const pass = (milliseconds: number) => {
    source.now += milliseconds;
    source.ran += milliseconds;
  };
  const step = (milliseconds: number) => {
    source.now += milliseconds;
  };
  return { clock, pass, step };
}

describe('the clock', () => {
  it('tells fractions of a millisecond', () => {
    const { clock, pass } = clockAt(1_000_000);
    pass(0.25);
    expect(clock()).toBeCloseTo(1_000_000.25, 6);
  });

  it('follows a step forward, as after sleep', () => {
    const { clock, step } = clockAt(1_000_000);
    step(3_600_000);
    expect(clock()).toBe(4_600_000);
  });

  it('never goes back', () => {
    const { clock, pass, step } = clockAt(1_000_000);
    pass(5);
    const before = clock();
    step(-3_600_000);
    pass(1);
    expect(clock()).toBe(before + 1);
  });
});
