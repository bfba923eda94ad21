import { afterEach, expect, it, vi } from 'vitest';
import { Turn } from './turn.ts';

afterEach(() => void vi.restoreAllMocks());

it('is over after its time, and begins anew when others had theirs', async () => {
  let now = 100;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const turn = new Turn(10);
  now = 109;
  expect(turn.over).toBe(false);
  now = 110;
  expect(turn.over).toBe(true);
  let others = false;
  setImmediate(() => {
    others = true;
  });
  await turn.pass();
  expect([others, turn.over]).toEqual([true, false]);
});
