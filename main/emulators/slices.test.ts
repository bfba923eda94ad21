import { expect, it } from 'vitest';
import { inSlices, type Slice } from './slices.ts';

const never = new AbortController().signal;
const numbersOf = (slices: Slice[]) =>
  slices.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));

it('leaves no number out, and sends none twice', async () => {
  const slices: Slice[] = [];
  await inSlices({ perSecond: 2000, seconds: 0.1 }, never, (slice) => slices.push(slice));
  expect(numbersOf(slices)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  expect(new Set(slices.map(({ total }) => total))).toEqual(new Set([200]));
});

it('waits while it is held, and goes on where it was', async () => {
  const slices: Slice[] = [];
  let checks = 0;
  const held = () => ++checks <= 3;
  await inSlices({ perSecond: 1000, seconds: 0.05 }, never, (slice) => slices.push(slice), held);
  expect(numbersOf(slices)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(checks).toBeGreaterThan(3);
});

it('ends with the signal', async () => {
  const over = new AbortController();
  const slices: Slice[] = [];
  await inSlices({ perSecond: 10, seconds: 3600 }, over.signal, (slice) => {
    slices.push(slice);
    over.abort();
  });
  expect(slices).toHaveLength(1);
});
