import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rc4 } from './rc4.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it.each([
  ['Key', 'Plaintext', 'bbf316e8d940af0ad3'],
  ['Wiki', 'pedia', '1021bf0420'],
  ['Secret', 'Attack at dawn', '45a01f645fc35b383552544b9bf5'],
])('encrypts with the key %s', (key, data, expected) => {
  expect(hex(rc4(Buffer.from(key), Buffer.from(data)))).toBe(expected);
});

it('has the key stream of RFC 6229 for 128 bits', () => {
  const key = Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex');
  expect(hex(rc4(key, new Uint8Array(16)))).toBe('9ac7cc9a609d1ef7b2932899cde41b97');
});

it('is its own inverse, and leaves its input alone', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 256 }), fc.uint8Array({ maxLength: 2000 }), (key, data) => {
      const before = hex(data);
      expect(hex(rc4(key, rc4(key, data)))).toBe(before);
      expect(hex(data)).toBe(before);
    }),
  );
});

it('takes no empty key, and of a long one the first 256 bytes', () => {
  expect(() => rc4(new Uint8Array(), new Uint8Array(1))).toThrow(RangeError);
  const long = new Uint8Array(300).fill(7);
  expect(rc4(long, long)).toEqual(rc4(long.subarray(0, 256), long));
});
