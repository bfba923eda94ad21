import { expect, it } from 'vitest';
import { withoutSteps } from './exchange.ts';

const at = 1_760_000_000_000;
const entry = (id: number, after: number, tone: 'plain' | 'good' | 'bad') => ({
  id,
  at: at + after,
  tone,
  direction: 'in' as const,
  kind: 'answer',
});
const exchanged = [entry(1, 0, 'bad'), entry(2, 3, 'good'), entry(3, 10, 'bad'), entry(4, 900, 'bad')];
const left = (steps: Parameters<typeof withoutSteps>[0]['steps']) =>
  withoutSteps({ at, steps, exchanged }).map(({ id }) => id);

it('tells a failure once: as a step, where it is one', () => {
  expect(left([])).toEqual([1, 2, 3, 4]);
  expect(left([{ name: 'refused', after: 10.2, tone: 'bad' }])).toEqual([1, 2, 4]);
  expect(left([{ name: 'acknowledged', after: 10.2, tone: 'good' }])).toEqual([1, 2, 3, 4]);
  expect(left([{ name: 'unanswered', after: 20_000, tone: 'bad' }])).toEqual([1, 2, 3, 4]);
  expect(withoutSteps({ at, steps: [] })).toEqual([]);
});
