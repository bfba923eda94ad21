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
});
