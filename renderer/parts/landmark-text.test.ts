import { expect, it } from 'vitest';
import { landmarkTitle, noLandmark } from './landmark-text.ts';

it('says where one would go, and that there is nothing further', () => {
  expect(landmarkTitle('failed', 'next')).toBe('Next failed entry');
  expect(noLandmark('failed', 'next', true)).toBe('This log shows no failed entry after this.');
  expect(noLandmark('bookmarked', 'previous', false)).toBe('This log shows no bookmark before this.');
  expect(noLandmark('bookmarked', 'previous', true)).toBe(
    'This log shows no bookmark before this yet: older entries are being looked through.',
  );
});
