import { constants, type KeyObject, privateDecrypt, randomBytes, sign, verify } from 'node:crypto';

/** RSASSA-PKCS1-v1_5 with SHA-256. */
export function signSha256(content: Uint8Array, key: KeyObject): Uint8Array {
  return sign('sha256', content, { key, padding: constants.RSA_PKCS1_PADDING });
}

/** As {@link signSha256}. Never throws for a wrong signature, whatever its length. */
export function verifySha256(content: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  return verify('sha256', content, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
}

/**
 * Takes a key of `length` bytes out of its PKCS#1 v1.5 padding. Where the padding, or the length, or the ciphertext is
 * wrong, the answer is a random key, in the same time: RFC 3218 2.3.2. `RSA_PKCS1_PADDING` is not used because three
 * runtimes treat a failure in three ways.
 */
export function unwrapPkcs1(sealed: Uint8Array, key: KeyObject, length: number): Uint8Array {
  const block = decryptRaw(sealed, key);
  const random = randomBytes(length);
  const split = block.length - length;
  // 00 02, at least eight octets of padding that are not zero, 00, the key.
  if (split < 11) return random;
  let bad = (block[0] ?? 1) | ((block[1] ?? 0) ^ 2) | (block[split - 1] ?? 1);
  for (let i = 2; i < split - 1; i += 1) bad |= (((block[i] ?? 0) - 1) >> 8) & 1;
  const mask = ((bad - 1) >> 8) & 0xff;
  return random.map((octet, i) => ((block[split + i] ?? 0) & mask) | (octet & ~mask));
}

/** As many octets as the modulus has; zeros, whose padding is wrong, where the ciphertext is none of this key's. */
function decryptRaw(sealed: Uint8Array, key: KeyObject): Uint8Array {
  try {
    return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, sealed);
  } catch {
    return new Uint8Array((key.asymmetricKeyDetails?.modulusLength ?? 0) >> 3);
  }
}

/** `hash` of the OAEP encoding and of its mask. Throws when the padding is wrong. */
export function unwrapOaep(sealed: Uint8Array, key: KeyObject, hash: string, label: Uint8Array): Uint8Array {
  return privateDecrypt(
    {
      key,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: hash,
      ...(label.length > 0 ? { oaepLabel: label } : {}),
    },
    sealed,
  );
}

export type RsaPadding = 'pkcs1' | 'oaep-sha256';

/** A text of any length out of its padding. Nothing where the padding, the ciphertext or the key is wrong. */
export function decryptRsa(sealed: Uint8Array, key: KeyObject, padding: RsaPadding): Uint8Array | undefined {
  if (padding === 'pkcs1') return unpadPkcs1(decryptRaw(sealed, key));
  try {
    return unwrapOaep(sealed, key, 'sha256', new Uint8Array());
  } catch {
    return undefined;
  }
}

/** Looks at every octet, whatever the ones before were: RFC 8017 7.2.2. */
function unpadPkcs1(block: Uint8Array): Uint8Array | undefined {
  let bad = (block[0] ?? 1) | ((block[1] ?? 0) ^ 2);
  let searching = 1;
  let separator = 0;
  for (let i = 2; i < block.length; i += 1) {
    const isZero = (((block[i] ?? 0) - 1) >> 8) & 1;
    separator |= i & -(isZero & searching);
    searching &= ~isZero;
  }
  // At least eight octets of padding stand between the first two and the separator.
  bad |= searching | (((separator - 10) >> 31) & 1);
  return bad === 0 ? block.slice(separator + 1) : undefined;
}
