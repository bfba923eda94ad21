import { expect, it } from 'vitest';
import { Hues } from './hues.ts';

it('gives each connection a colour that it keeps while others come and go', () => {
  const hues = new Hues();
  const of = (all: string) => [...all].map((id) => hues.of(id, [...all]));
  expect(of('abc')).toEqual(['blue', 'orange', 'green']);
  expect(of('c')).toEqual(['green']);
  expect(of('bc')).toEqual(['orange', 'green']);
  expect(of('dcb')).toEqual(['blue', 'green', 'orange']);
});

it('repeats a colour only where all are in use', () => {
  const hues = new Hues();
  const all = Array.from({ length: 12 }, (_, index) => `${index}`);
  const given = all.map((id) => hues.of(id, all));
  expect(new Set(given.slice(0, 6)).size).toBe(6);
  expect(given.slice(6)).toEqual(given.slice(0, 6));
  expect(hues.of('of a profile that is gone', all)).toBe('blue');
});

it('gives no colour for good to connections of which it has not been told yet', () => {
  const hues = new Hues();
  hues.of('a', ['a']);
  for (const early of ['b', 'c']) hues.of(early, ['a']);
  expect(['b', 'c'].map((id) => hues.of(id, ['a', 'b', 'c']))).toEqual(['orange', 'green']);
});
