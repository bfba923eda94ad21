import { describe, expect, it } from 'vitest';
import { localOffsets } from './local-time.ts';

describe('the offsets of local time', () => {
  it('are what dates say, on every day and around every change', () => {
    const offsets = localOffsets();
    const days = Array.from({ length: 4000 }, (_, day) => Date.UTC(2016, 0, day, 12));
    const changes = offsets.slice(1).flatMap(({ since }) => [since - 1, since, since + 1]);
    for (const time of [...days, ...changes]) {
      const { offset } = offsets.findLast(({ since }) => since <= time) ?? { offset: Number.NaN };
      expect(offset).toBe(-new Date(time).getTimezoneOffset() * 60_000);
    }
  });
});
