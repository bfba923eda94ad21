import { constants, type KeyObject, publicEncrypt } from 'node:crypto';
import { decryptRsa, type RsaPadding, unwrapOaep } from './rsa.ts';

/** Paddings of a short text that is encrypted with RSA itself. */
export type TextPadding = RsaPadding | 'oaep-sha1';

/** Octets that each padding takes of the modulus: RFC 8017 7.1.1 and 7.2.1. */
const taken: Readonly<Record<TextPadding, number>> = { pkcs1: 11, 'oaep-sha1': 42, 'oaep-sha256': 66 };

/** Bytes that fit under a key. */
export function longestText(key: KeyObject, padding: TextPadding): number {
  return ((key.asymmetricKeyDetails?.modulusLength ?? 0) >> 3) - taken[padding];
}

/** Throws where `content` is longer than {@link longestText}. */
export function encryptText(content: Uint8Array, key: KeyObject, padding: TextPadding): Uint8Array {
  if (padding === 'pkcs1') return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, content);
  const oaepHash = padding === 'oaep-sha1' ? 'sha1' : 'sha256';
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, content);
}

/** Nothing where the padding, the ciphertext or the key is wrong: which of them is not said. */
export function decryptText(sealed: Uint8Array, key: KeyObject, padding: TextPadding): Uint8Array | undefined {
  if (padding !== 'oaep-sha1') return decryptRsa(sealed, key, padding);
  try {
    return unwrapOaep(sealed, key, 'sha1', new Uint8Array());
  } catch {
    return undefined;
  }
}
