import { describe, expect, it } from 'vitest';
import { integerOf, octetsOf, oidOf, readAsn1 } from './asn1.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const read = (text: string) => readAsn1(hex(text));

describe('ASN.1', () => {
  it.each([
    ['06 09 2a 86 48 86 f7 0d 01 07 03', '1.2.840.113549.1.7.3'],
    ['06 03 55 04 03', '2.5.4.3'],
    ['06 02 88 37', '2.999'],
    ['06 01 00', '0.0'],
  ])('reads object identifiers: %s', (text, oid) => {
    expect(oidOf(read(text))).toBe(oid);
  });

  it.each([
    ['02 01 00', '00'],
    ['02 02 00 ff', 'FF'],
    ['02 03 01 00 01', '010001'],
  ])('reads numbers as serial numbers are written: %s', (text, number) => {
    expect(integerOf(read(text))).toBe(number);
  });

  it.each([
    ['04 03 01 02 03'],
    ['24 07 04 01 01 04 02 02 03'],
    ['24 80 04 02 01 02 24 80 04 01 03 00 00 00 00'],
    ['04 82 00 03 01 02 03'],
  ])('reads strings whole, in pieces, in pieces of pieces, and with lengths longer than they must be: %s', (text) => {
    expect(Buffer.from(octetsOf(read(text))).toString('hex')).toBe('010203');
  });

  it('ignores what follows the value', () => {
    expect(octetsOf(read('04 01 07 ff ff')).length).toBe(1);
  });

  it.each([
    ['', 'ends too early at byte 0'],
    ['04 05 01', '5 bytes announced, 1 left at byte 0'],
    ['30 03 04 02 01', '2 bytes announced, 1 left at byte 2'],
    ['04 80 00 00', 'plain value of indefinite length'],
    ['04 ff', 'impossible length'],
    ['04 84 ff ff ff ff', '4294967295 bytes announced'],
    ['1f 81 01 00', 'unexpected tag 0x1f'],
    ['30 80 04 01 01', 'ends too early at byte 5'],
  ])('says what is wrong, and where: %s', (text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });

  it.each([['06 00'], ['06 02 2a 86'], ['04 01 01']])('refuses what is no object identifier: %s', (text) => {
    expect(() => oidOf(read(text))).toThrow(/identifier/);
  });
});
