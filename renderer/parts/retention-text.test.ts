import { describe, expect, it } from 'vitest';
import { readRetention, retentionWords, textOfRetention } from './retention-text.ts';

describe('a retention as text', () => {
  it('is read as it is written', () => {
    for (const retention of [
      { days: null, entries: null, bytes: null },
      { days: 0.5, entries: 100_000, bytes: 5_000_000_000 },
      { days: 30, entries: null, bytes: 1_500_000 },
    ]) {
      expect(readRetention(textOfRetention(retention))).toEqual({ retention });
    }
  });

  it('may have commas and spaces, and says which field is wrong', () => {
    expect(readRetention({ days: ' ', entries: '1,000 000', megabytes: '2.5' })).toEqual({
      retention: { days: null, entries: 1_000_000, bytes: 2_500_000 },
    });
    expect(readRetention({ days: 'a week', entries: '1.5', megabytes: '0' })).toEqual({
      errors: {
        days: 'This is not a number that can be used.',
        entries: 'This must be a whole number.',
        megabytes: 'At least 0.001; leave it empty for no limit.',
      },
    });
    for (const typed of ['-1', '1e999', 'Infinity', '0x10', '9'.repeat(400)]) {
      expect(readRetention({ days: typed, entries: '', megabytes: '' })).toHaveProperty('errors.days');
    }
  });

  it('is said in words', () => {
    expect(retentionWords({ days: null, entries: null, bytes: null })).toBe('everything');
    expect(retentionWords({ days: 1, entries: 2000, bytes: 5_000_000_000 })).toBe(
      'at most 1 day, 2,000 entries, 5.0 GB',
    );
  });
});
