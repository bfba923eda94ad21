import { type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto';

/** AES by hand: `key` of 16, 24 or 32 bytes, `iv` of 16 bytes for CBC, of 1 to 128 for GCM, of which 12 is usual. */
export interface AesInput {
  readonly mode: 'cbc' | 'gcm';
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  /** What GCM authenticates besides; CBC authenticates nothing. */
  readonly authenticated: Uint8Array;
  readonly content: Uint8Array;
}

/** Bytes of the tag of GCM, which stands behind the ciphertext. */
export const gcmTagLength = 16;

/** With CBC padded as in PKCS#7, with GCM followed by the tag. Throws a RangeError for a key or IV of another length. */
export function encryptAes({ mode, key, iv, authenticated, content }: AesInput): Uint8Array {
  if (mode === 'cbc') {
    const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
    return Buffer.concat([cipher.update(content), cipher.final()]);
  }
  const cipher = createCipheriv(gcmOf(key), key, iv, { authTagLength: gcmTagLength });
  cipher.setAAD(authenticated);
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Nothing where it does not come out right: of CBC that is seen by its padding only. */
export function decryptAes({ mode, key, iv, authenticated, content }: AesInput): Uint8Array | undefined {
  const split = mode === 'gcm' ? content.length - gcmTagLength : content.length;
  if (split < 0) return undefined;
  try {
    const sealed = content.subarray(0, split);
    if (mode === 'cbc') {
      const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv);
      return Buffer.concat([decipher.update(sealed), decipher.final()]);
    }
    const decipher = createDecipheriv(gcmOf(key), key, iv, { authTagLength: gcmTagLength });
    decipher.setAAD(authenticated);
    decipher.setAuthTag(content.subarray(split));
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    return undefined;
  }
}

function gcmOf(key: Uint8Array): CipherGCMTypes {
  const name: Readonly<Record<number, CipherGCMTypes>> = { 16: 'aes-128-gcm', 24: 'aes-192-gcm', 32: 'aes-256-gcm' };
  const cipher = name[key.length];
  if (!cipher) throw new RangeError('An AES key has 16, 24 or 32 bytes');
  return cipher;
}
