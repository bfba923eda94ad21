import { createDecipheriv } from 'node:crypto';
import { CryptoProblem } from './problem.ts';
import { decryptRc2 } from './rc2.ts';
import { rc4 } from './rc4.ts';

/** A cipher that key files are encrypted with. Lengths in bytes; a block of 1 is a stream cipher without padding. */
export interface FileCipher {
  readonly name: string;
  readonly keyLength: number;
  readonly blockLength: number;
  decrypt(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Uint8Array;
}

export function aesCbc(bits: 128 | 192 | 256): FileCipher {
  const cipher = `aes-${bits}-cbc`;
  return {
    name: `AES-${bits}-CBC`,
    keyLength: bits / 8,
    blockLength: 16,
    decrypt: (key, iv, sealed) => decipher(cipher, key, iv, sealed),
  };
}

/** With one, two or three different keys. With one it is plain DES, which runtimes no longer offer by its name. */
export function desCbc(keys: 1 | 2 | 3): FileCipher {
  const name = { 1: 'DES-CBC', 2: '2-key 3DES-CBC', 3: '3DES-CBC' }[keys];
  return {
    name,
    keyLength: 8 * keys,
    blockLength: 8,
    decrypt(key, iv, sealed) {
      const [first, second, third] = [key.subarray(0, 8), key.subarray(8, 16), key.subarray(16, 24)];
      const whole = { 1: [first, first, first], 2: [first, second, first], 3: [first, second, third] }[keys];
      return decipher('des-ede3-cbc', Buffer.concat(whole), iv, sealed);
    },
  };
}

export function rc2Cbc(bits: 40 | 64 | 128): FileCipher {
  return {
    name: `RC2-${bits}-CBC`,
    keyLength: bits / 8,
    blockLength: 8,
    decrypt: (key, iv, sealed) => unpad(decryptRc2(key, bits, iv, sealed)),
  };
}

export function rc4Stream(bits: 40 | 128): FileCipher {
  return { name: `RC4-${bits}`, keyLength: bits / 8, blockLength: 1, decrypt: (key, _, sealed) => rc4(key, sealed) };
}

/** Throws a {@link CryptoProblem} `malformed` for what no key can open, `broken` for what this one does not. */
export function decryptFile(cipher: FileCipher, key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (cipher.blockLength > 1 && iv.length !== cipher.blockLength) {
    throw new CryptoProblem('malformed', `${cipher.name} has no initial vector of ${cipher.blockLength} bytes`);
  }
  checkSealed(cipher, sealed);
  return cipher.decrypt(key, iv, sealed);
}

/** Throws a {@link CryptoProblem} `malformed` for what cannot have been made by this cipher. */
export function checkSealed({ name, blockLength }: FileCipher, sealed: Uint8Array): void {
  if (sealed.length > 0 && sealed.length % blockLength === 0) return;
  throw new CryptoProblem('malformed', `what is encrypted with ${name} is not whole`);
}

function decipher(cipher: string, key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Uint8Array {
  const opening = createDecipheriv(cipher, key, iv).setAutoPadding(false);
  return unpad(Buffer.concat([opening.update(sealed), opening.final()]));
}

/** RFC 8018 6.1.1. These are files of the user's own, so that it may be seen from outside how padding is wrong. */
function unpad(padded: Uint8Array): Uint8Array {
  const length = padded.at(-1) ?? 0;
  const padding = padded.subarray(-length);
  if (length === 0 || length > 16 || length > padded.length || padding.some((byte) => byte !== length)) {
    throw new CryptoProblem('broken', 'it does not open');
  }
  return padded.subarray(0, padded.length - length);
}
