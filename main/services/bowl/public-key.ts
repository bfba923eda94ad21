import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** An RSA public key of an account. */
export interface PublicKey {
  readonly key: KeyObject;
  /** SPKI DER, as it travels. */
  readonly base64: string;
  /** SHA-256 of the SPKI DER, in groups of four hexadecimal digits. */
  readonly fingerprint: string;
}

/** Nothing where it is no RSA key of 1024 to 8192 bits. Servers take PKCS#1 DER as well (observed on bowl-cloud). */
export function readPublicKey(base64: unknown): PublicKey | undefined {
  if (typeof base64 !== 'string' || base64.length > 4000) return undefined;
  const der = Buffer.from(base64, 'base64');
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return describePublicKey(createPublicKey({ key: der, format: 'der', type }));
    } catch {
      // It is of the other type, or none.
    }
  }
  return undefined;
}

/** Throws for keys other than RSA of 1024 to 8192 bits. */
export function describePublicKey(key: KeyObject): PublicKey {
  const bits = key.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  if (bits < 1024 || bits > 8192) throw new Error('not an RSA key of 1024 to 8192 bits');
  const der = key.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(der).digest('hex').toUpperCase();
  return { key, base64: der.toString('base64'), fingerprint: digest.replace(/(.{4})(?=.)/g, '$1 ') };
}
