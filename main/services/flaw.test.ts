import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { flawField, flawMarks, flipLastBit } from './flaw.ts';
import { formOf } from './form.ts';

describe('a flaw', () => {
  it('is offered with its label, and none at first', () => {
    const [field] = formOf(z.strictObject({ flaw: flawField(['wrong-key']) }));
    expect(field).toMatchObject({
      kind: 'choice',
      section: 'Break it on purpose',
      default: 'none',
      options: [
        { value: 'none', label: 'Nothing' },
        { value: 'wrong-key', label: 'Sign with another key' },
      ],
    });
  });

  it('marks the entry', () => {
    expect(flawMarks('none')).toEqual([]);
    expect(flawMarks('no-signature')).toEqual(['broken on purpose: signature missing']);
  });

  it('changes one bit, and leaves text text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const [before, after] = [Buffer.from(text), Buffer.from(flipLastBit(text))];
        const different = Array.from(before, (byte, at) => byte ^ (after[at] ?? 0)).filter((bits) => bits !== 0);
        expect([after.length, ...different]).toEqual([before.length, 1]);
      }),
    );
    expect(flipLastBit(Uint8Array.of(1, 2))).toEqual(Buffer.of(1, 3));
  });
});
