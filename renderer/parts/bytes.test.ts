import { describe, expect, it } from 'vitest';
import { base64OfBytes, bytesOfBase64, bytesOfHex, hexOfBytes, sizeText, textOfBytes } from './bytes.ts';

describe('bytes', () => {
  it('survive base64, however many they are', () => {
    const bytes = Uint8Array.from({ length: 100_003 }, (_, index) => (index * 7) % 256);
    expect(bytesOfBase64(base64OfBytes(bytes))).toEqual(bytes);
  });

  it('are read from hex in its usual notations', () => {
    for (const text of ['00ff41', '00 FF 41', '0x00,0xff,0x41', '00:ff:41\n']) {
      expect(bytesOfHex(text)).toEqual(Uint8Array.of(0, 255, 65));
    }
    expect(bytesOfHex('0')).toBeUndefined();
    expect(bytesOfHex('zz')).toBeUndefined();
    expect(hexOfBytes(Uint8Array.of(0, 255, 65))).toBe('00 ff 41');
  });

  it('are text only where they are UTF-8', () => {
    expect(textOfBytes(new TextEncoder().encode('\ufeffGrüße'))).toBe('\ufeffGrüße');
    expect(textOfBytes(Uint8Array.of(0xff))).toBeUndefined();
  });

  it('have sizes for reading', () => {
    expect([0, 999, 1000, 1540, 99_400, 999_900, 52_000_000, 7e9].map(sizeText)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.5 kB',
      '99 kB',
      '1.0 MB',
      '52 MB',
      '7.0 GB',
    ]);
  });
});
