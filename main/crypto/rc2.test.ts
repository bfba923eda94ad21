import { describe, expect, it } from 'vitest';
import { decryptRc2 } from './rc2.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('RC2', () => {
  // RFC 2268 5
  it.each([
    ['00000000 00000000', 63, '00000000 00000000', 'ebb773f9 93278eff'],
    ['ffffffff ffffffff', 64, 'ffffffff ffffffff', '278b27e4 2e2f0d49'],
    ['30000000 00000000', 64, '10000000 00000001', '30649edf 9be7d2c2'],
    ['88', 64, '00000000 00000000', '61a8a244 adacccf0'],
    ['88bca90e 90875a', 64, '00000000 00000000', '6ccf4308 974c267f'],
    ['88bca90e 90875a7f 0f79c384 627bafb2', 64, '00000000 00000000', '1a807d27 2bbe5db1'],
    ['88bca90e 90875a7f 0f79c384 627bafb2', 128, '00000000 00000000', '2269552a b0f85ca6'],
    [
      '88bca90e 90875a7f 0f79c384 627bafb2 16f80a6f 85920584 c42fceb0 be255daf 1e',
      129,
      '00000000 00000000',
      '5b78d3a4 3dfff1f1',
    ],
  ])('undoes the vector of key %s, %i bits', (key, bits, plain, sealed) => {
    expect(decryptRc2(hex(key), bits, Buffer.alloc(8), hex(sealed))).toEqual(new Uint8Array(hex(plain)));
  });

  it('chains blocks', () => {
    const sealed = hex('ebb773f993278eff');
    const opened = decryptRc2(Buffer.alloc(8), 63, Buffer.alloc(8, 1), Buffer.concat([sealed, sealed]));
    expect(Buffer.from(opened).toString('hex')).toBe(`0101010101010101${sealed.toString('hex')}`);
  });
});
