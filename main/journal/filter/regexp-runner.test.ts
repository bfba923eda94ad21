import { describe, expect, it } from 'vitest';
import { createRegexpRunner, FilterTooSlow } from './regexp-runner.ts';

describe('a regular expression that runs', () => {
  it('says of each text whether it matches', () => {
    expect(createRegexpRunner({ source: '^b', flags: '' })(['B', 'ab', 'a\nb', ''])).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(createRegexpRunner({ source: '^b', flags: 'cm' })(['B', 'b', 'a\nb'])).toEqual([false, true, true]);
    expect(createRegexpRunner({ source: '^.$', flags: 'u' })(['\u{1f600}'])).toEqual([true]);
  });

  it('is stopped when it explodes, named in the message, and not run again', () => {
    const run = createRegexpRunner({ source: `(a+)+${'$'.repeat(100)}`, flags: 'c' });
    expect(run(['a'])).toEqual([true]);
    expect(() => run(['b', `${'a'.repeat(100)}b`])).toThrow(FilterTooSlow);
    expect(() => run(['a'])).toThrow(/^The regular expression \/\(a\+\)\+\$+…\/c takes too long/);
  });
});
