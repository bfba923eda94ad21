import { expect, it } from 'vitest';
import { readSentTime, sentTime } from './sent-time.ts';

it('is written as the original client writes it', () => {
  expect(sentTime(new Date(2026, 0, 5, 4, 7))).toEqual({ date: '5/1/2026', time: '04:07' });
  expect(sentTime(new Date(2026, 10, 21, 14, 20))).toEqual({ date: '21/11/2026', time: '14:20' });
});

it.each([
  ['5/1/2026', '04:07', '2026-01-05 04:07'],
  ['05/01/2026', '4:07', '2026-01-05 04:07'],
  ['29/02/24', '23:59', '2024-02-29 23:59'],
])('is read in every way it is written: %s %s', (date, time, read) => {
  expect(readSentTime({ date, time })).toBe(read);
});

it.each([
  ['31/2/2026', '04:07'],
  ['1/13/2026', '04:07'],
  ['0/1/2026', '04:07'],
  ['1/1/2026', '24:00'],
  ['1/1/2026', ''],
  ['1/1/026', '04:07'],
  ['x'.repeat(100_000), '04:07'],
])('is no time: %s %s', (date, time) => {
  expect(readSentTime({ date, time })).toBeUndefined();
});
