import { expect, it, vi } from 'vitest';
import { Refusal } from '../refusal.ts';
import { LineLoss } from './line-loss.ts';

const gone = new Refusal({ code: 'dropped', text: 'gone' }, { retry: true });

it('keeps a loss that is told too early', () => {
  const loss = new LineLoss();
  loss.tell(gone);
  expect(() => loss.handTo(() => {})).toThrow(gone);
});

it('hands a later one on', () => {
  const loss = new LineLoss();
  const lost = vi.fn();
  loss.handTo(lost);
  loss.tell(gone);
  expect(lost.mock.calls).toEqual([[gone]]);
});
