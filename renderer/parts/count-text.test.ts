import { expect, it } from 'vitest';
import { countText } from './count-text.ts';

it('counts in words', () => {
  expect([0, 1, 2000].map((count) => countText(count, 'entry'))).toEqual(['0 entries', '1 entry', '2,000 entries']);
  expect(countText(1, 'row')).toBe('1 row');
});
