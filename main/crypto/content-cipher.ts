import { type CipherGCMTypes, createDecipheriv } from 'node:crypto';
import { type Algorithm, nameOfOid } from './algorithm.ts';
import { integerOf, octetsOf, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { CryptoProblem } from './problem.ts';

/** How the content of an envelope is encrypted. */
export type ContentCipher =
  | { mode: 'cbc'; cipher: string; keyLength: number; iv: Uint8Array }
  | { mode: 'gcm'; cipher: CipherGCMTypes; keyLength: number; iv: Uint8Array; tagLength: number };

const cbc: Readonly<Record<string, { cipher: string; keyLength: number; ivLength: number }>> = {
  '2.16.840.1.101.3.4.1.2': { cipher: 'aes-128-cbc', keyLength: 16, ivLength: 16 },
  '2.16.840.1.101.3.4.1.22': { cipher: 'aes-192-cbc', keyLength: 24, ivLength: 16 },
  '2.16.840.1.101.3.4.1.42': { cipher: 'aes-256-cbc', keyLength: 32, ivLength: 16 },
  '1.2.840.113549.3.7': { cipher: 'des-ede3-cbc', keyLength: 24, ivLength: 8 },
};

const gcm: Readonly<Record<string, { cipher: CipherGCMTypes; keyLength: number }>> = {
  '2.16.840.1.101.3.4.1.6': { cipher: 'aes-128-gcm', keyLength: 16 },
  '2.16.840.1.101.3.4.1.26': { cipher: 'aes-192-gcm', keyLength: 24 },
  '2.16.840.1.101.3.4.1.46': { cipher: 'aes-256-gcm', keyLength: 32 },
};

/** Throws a {@link CryptoProblem} `unsupported` with the algorithm's name, or `malformed` for its parameters. */
export function contentCipherOf({ oid, parameters }: Algorithm): ContentCipher {
  const block = cbc[oid];
  if (block) {
    const iv = parameters?.tag === tags.octetString ? octetsOf(parameters) : undefined;
    if (iv?.length !== block.ivLength) {
      throw new CryptoProblem('malformed', `${nameOfOid(oid)} has no initial vector of ${block.ivLength} bytes`);
    }
    return { mode: 'cbc', cipher: block.cipher, keyLength: block.keyLength, iv };
  }
  const counter = gcm[oid];
  if (!counter) throw new CryptoProblem('unsupported', `its content is encrypted with ${nameOfOid(oid)}`);
  // GCMParameters, RFC 5084 3.2
  const fields = fieldsOf(parameters, tags.sequence, 'the parameters of GCM');
  const iv = octetsOf(fields.required(tags.octetString, 'nonce'));
  const stated = fields.optional(tags.integer);
  const tagLength = stated ? Number.parseInt(integerOf(stated), 16) : 12;
  if (iv.length === 0 || iv.length > 128 || !(tagLength >= 12 && tagLength <= 16)) {
    throw new CryptoProblem('malformed', 'the parameters of GCM are out of range');
  }
  return { mode: 'gcm', ...counter, iv, tagLength };
}

/** `authenticated` and `mac` belong to GCM. Throws, for whatever reason, when it does not come out right. */
export function decryptContent(
  cipher: ContentCipher,
  key: Uint8Array,
  sealed: Uint8Array,
  { authenticated, mac }: { authenticated: Uint8Array; mac: Uint8Array },
): Uint8Array {
  if (cipher.mode === 'cbc') {
    const decipher = createDecipheriv(cipher.cipher, key, cipher.iv);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  }
  const decipher = createDecipheriv(cipher.cipher, key, cipher.iv, { authTagLength: cipher.tagLength });
  decipher.setAAD(authenticated);
  decipher.setAuthTag(mac);
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
}
