import { expect, it, vi } from 'vitest';
import { inTurn } from './turns.ts';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

it('does one thing a frame, in the order in which they were asked for, each once', async () => {
  const done: string[] = [];
  const [first, second, third] = ['first', 'second', 'third'].map((name) => () => done.push(name)) as (() => void)[];
  if (!first || !second || !third) throw new Error('three are needed');
  inTurn(first);
  inTurn(second);
  inTurn(first);
  const undo = inTurn(third);
  expect(done).toEqual([]);
  await frame();
  expect(done).toEqual(['first']);
  undo();
  await frame();
  await frame();
  expect(done).toEqual(['first', 'second']);
  inTurn(first);
  await frame();
  expect(done).toEqual(['first', 'second', 'first']);
});

it('shows what a click asked for before it goes on', () => {
  vi.useFakeTimers({ toFake: ['performance', 'requestAnimationFrame', 'cancelAnimationFrame'] });
  let done = false;
  inTurn(() => {
    done = true;
  });
  document.body.click();
  vi.advanceTimersToNextFrame();
  expect(done).toBe(false);
  vi.advanceTimersByTime(100);
  expect(done).toBe(true);
  vi.useRealTimers();
});
