import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { factsOfSignedBytes } from './signed-bytes.ts';

const valuesOf = (bytes: Uint8Array) =>
  factsOfSignedBytes(bytes, createHash('sha256').update(bytes).digest()).map(({ value }) => value);

describe('the bytes signed', () => {
  it('are told by number, digest and beginning', () => {
    expect(valuesOf(Buffer.from('abc'))).toEqual([
      '3 bytes',
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      'abc',
    ]);
  });

  it('begin in hex where they are no text', () => {
    expect(valuesOf(Buffer.of(0xff, 0, 0x41))[2]).toBe('ff 00 41');
    expect(valuesOf(Buffer.from('a\0b'))[2]).toBe('61 00 62');
  });

  it('are not shown beyond their beginning, and a character cut there is left out', () => {
    expect(valuesOf(Buffer.from('x'.repeat(10_000)))[2]).toBe(`${'x'.repeat(64)} …`);
    expect(valuesOf(Buffer.from(`${'x'.repeat(63)}ü and so on`))[2]).toBe(`${'x'.repeat(63)} …`);
  });
});
