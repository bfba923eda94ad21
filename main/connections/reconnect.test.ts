import { describe, expect, it } from 'vitest';
import { waitBefore } from './reconnect.ts';

describe('reconnect', () => {
  it('doubles from one second to one minute', () => {
    expect([2, 3, 4, 5, 8, 20, 2000].map((attempt) => waitBefore(attempt, 0))).toEqual([
      1000, 2000, 4000, 8000, 60000, 60000, 60000,
    ]);
  });

  it('cuts by at most half', () => {
    expect(waitBefore(4, 0.999999)).toBe(2000);
  });
});
