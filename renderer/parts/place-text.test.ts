import { expect, it } from 'vitest';
import { placeOf } from './place-text.ts';

const near = new Date(2026, 10, 28, 15, 30, 12, 345).getTime();

it.each([
  ['#1234', { id: 1234 }],
  ['10:42', { time: new Date(2026, 10, 28, 10, 42).getTime() }],
  ['10:42:07.5', { time: new Date(2026, 10, 28, 10, 42, 7, 500).getTime() }],
  ['2026-11-02', { time: new Date(2026, 10, 2).getTime() }],
  ['2026-11-02 10:42', { time: new Date(2026, 10, 2, 10, 42).getTime() }],
  [' -5m ', { time: near - 300_000 }],
  ['25:00', undefined],
  ['tomorrow', undefined],
  ['', undefined],
])('%j is a place', (text, place) => {
  expect(placeOf(text, near)).toEqual(place);
});
