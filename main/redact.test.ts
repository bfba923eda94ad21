import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redact.ts';

describe('rule 16: texts that leave main carry no secret', () => {
  it('hides a secret in every form in which it travels', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        const { hide } = createRedactor([secret], ['user']);
        const forms = [
          secret,
          encodeURIComponent(secret.toWellFormed()),
          Buffer.from(`user:${secret}`).toString('base64'),
        ];
        for (const form of forms.filter((form) => form.length >= 4)) {
          const shown = hide(`${before}${form}${after}`);
          expect(shown.length < `${before}${form}${after}`.length || !shown.includes(form)).toBe(true);
        }
      }),
    );
  });

  it('takes a secret with half a character in it', () => {
    expect(createRedactor(['pass\ud800word']).hide('is pass\ud800word')).toBe('is •••');
  });

  it('reaches into objects and arrays and leaves bytes and short words alone', () => {
    const { hide, add } = createRedactor(['ab']);
    add('hunter22');
    const bytes = new Uint8Array([1, 2]);
    expect(hide({ a: ['pw=hunter22', { b: 'ab' }], bytes, n: 1 })).toEqual({
      a: ['pw=•••', { b: 'ab' }],
      bytes,
      n: 1,
    });
  });

  it.each([
    ['Bearer abcdefghij.k', 'abcdefghij.k'],
    ['token=abcdefghij%2Bk&x=1', 'abcdefghij+k'],
    ['{"deep":{"token":"abcdefghij"}}', 'abcdefghij'],
    ['tok(en)~0!', 'tok%28en%29%7E0%21'],
  ])('hides what is secret inside of %s, and as forms write it', (secret, part) => {
    expect(createRedactor([secret]).hide(`not ${part} here`)).toBe('not ••• here');
  });

  it('leaves short words inside a secret alone', () => {
    expect(createRedactor(['my=password']).hide('the password is wrong')).toBe('the password is wrong');
  });

  it('forgets the oldest of what comes up later, never what it was given', () => {
    const { hide, add } = createRedactor(['hunter22']);
    for (let number = 1000; number < 1300; number++) add(`token-${number}`);
    expect(hide('hunter22 token-1000 token-1299')).toBe('••• token-1000 •••');
  });

  it('does not look for lists', () => {
    const { hide, add } = createRedactor([]);
    const list = 'x'.repeat(20_001);
    add(list);
    expect(hide(list)).toBe(list);
  });
});
