import { describe, expect, it } from 'vitest';
import { clockText, exactTimeText, newDayText, spanText } from './time-text.ts';

const noon = new Date(2026, 1, 3, 12, 4, 5, 6).getTime();

describe('time in words', () => {
  it('has milliseconds, and microseconds where they were kept', () => {
    expect(clockText(noon)).toBe('12:04:05.006');
    expect(exactTimeText(noon)).toMatch(/^2026-02-03 12:04:05\.006 \(2026-/);
    expect(exactTimeText(noon + 0.25)).toContain('12:04:05.006 250 µs');
  });

  it('names the day only where it changes', () => {
    expect(newDayText(noon + 1, noon)).toBeNull();
    expect(newDayText(noon, noon - 86_400_000)).toBe('2026-02-03');
  });

  it('gives spans with the digits that matter', () => {
    const spans = [0, 0.42, 12.3, 999.4, 1240, 12_340, 59_994, 59_999, 200_000, 7_500_000, 300_000_000, -5];
    expect(spans.map(spanText)).toEqual([
      '0 ms',
      '0.4 ms',
      '12 ms',
      '999 ms',
      '1.24 s',
      '12.3 s',
      '60.0 s',
      '1 min',
      '3 min',
      '2 h 05',
      '3 d 11 h',
      '−5 ms',
    ]);
  });
});
