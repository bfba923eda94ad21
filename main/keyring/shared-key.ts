import { createHash, type KeyObject } from 'node:crypto';
import type { SharedItem } from '../../preload/contract/index.ts';

/** AES: 128, 192 or 256. */
export function bitsOf(key: KeyObject): SharedItem['bits'] {
  const bits = (key.symmetricKeySize ?? 0) * 8;
  if (bits !== 128 && bits !== 192 && bits !== 256) throw new RangeError('An AES key has 16, 24 or 32 bytes');
  return bits;
}

/** SHA-256 of a shared key, hex pairs with colons. */
export function fingerprintOf(key: KeyObject): string {
  const hex = createHash('sha256').update(key.export()).digest('hex').toUpperCase();
  return hex.replace(/..(?=.)/g, '$&:');
}
