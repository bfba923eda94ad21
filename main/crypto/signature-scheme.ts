import { constants, type KeyObject, verify } from 'node:crypto';
import { type Algorithm, algorithmOf, nameOfOid } from './algorithm.ts';
import { integerOf, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { describeDigest, digests } from './digest.ts';
import { CryptoProblem } from './problem.ts';

/** How a signer of SignedData signed. `digest`: name of node:crypto. */
export type SignatureScheme =
  | { kind: 'rsa' | 'ec'; digest: string }
  | { kind: 'rsa-pss'; digest: string; saltLength: number };

/** Kind of the key, and the digest that the number itself names; where it names none, that of the signer's content. */
const schemes: Readonly<Record<string, { kind: 'rsa' | 'ec'; digest?: string }>> = {
  '1.2.840.113549.1.1.1': { kind: 'rsa' },
  '1.2.840.113549.1.1.5': { kind: 'rsa', digest: 'sha1' },
  '1.2.840.113549.1.1.14': { kind: 'rsa', digest: 'sha224' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', digest: 'sha512' },
  '1.2.840.10045.2.1': { kind: 'ec' },
  '1.2.840.10045.4.1': { kind: 'ec', digest: 'sha1' },
  '1.2.840.10045.4.3.1': { kind: 'ec', digest: 'sha224' },
  '1.2.840.10045.4.3.2': { kind: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ec', digest: 'sha512' },
};
const pss = '1.2.840.113549.1.1.10';

/** The digest of a signer's content. Throws a {@link CryptoProblem} `unsupported`, by name. */
export function digestOf({ oid }: Algorithm): string {
  const digest = digests[oid];
  if (!digest) throw new CryptoProblem('unsupported', `its content is digested with ${nameOfOid(oid)}`);
  return digest;
}

/** Throws a {@link CryptoProblem} `unsupported`, by name, or `malformed` for the parameters of PSS. */
export function signatureSchemeOf(signature: Algorithm, contentDigest: string): SignatureScheme {
  if (signature.oid === pss) return pssOf(signature);
  const scheme = schemes[signature.oid];
  if (!scheme) throw new CryptoProblem('unsupported', `it is signed with ${nameOfOid(signature.oid)}`);
  return { kind: scheme.kind, digest: scheme.digest ?? contentDigest };
}

/** RSASSA-PSS-params, RFC 8017 A.2.3: everything is optional, with SHA-1 and 20 bytes of salt as defaults. */
function pssOf({ parameters }: Algorithm): SignatureScheme {
  const fields = fieldsOf(parameters, tags.sequence, 'the parameters of PSS');
  const digest = fields.optional(0xa0)?.children[0];
  const mask = fields.optional(0xa1)?.children[0];
  const salt = fields.optional(0xa2)?.children[0];
  const name = digest ? digestOf(algorithmOf(digest)) : 'sha1';
  const maskDigest = mask ? digestOf(algorithmOf(algorithmOf(mask).parameters)) : 'sha1';
  if (name !== maskDigest) {
    const both = `${describeDigest(name)} and ${describeDigest(maskDigest)}`;
    throw new CryptoProblem('unsupported', `it is signed with RSA-PSS of ${both}`);
  }
  const saltLength = salt ? Number.parseInt(integerOf(salt), 16) : 20;
  if (saltLength > 512) throw new CryptoProblem('malformed', 'the parameters of PSS are out of range');
  return { kind: 'rsa-pss', digest: name, saltLength };
}

/** False also for a key of another kind. Never throws. */
export function isSignedBy(
  scheme: SignatureScheme,
  content: Uint8Array,
  signature: Uint8Array,
  key: KeyObject,
): boolean {
  const kind = key.asymmetricKeyType;
  if (kind !== scheme.kind && !(scheme.kind === 'rsa-pss' && kind === 'rsa')) return false;
  try {
    return verify(scheme.digest, content, { key, ...paddingOf(scheme) }, signature);
  } catch {
    return false;
  }
}

/** What node:crypto is told beside the key. */
export function paddingOf(scheme: SignatureScheme): { padding?: number; saltLength?: number } {
  switch (scheme.kind) {
    case 'rsa':
      return { padding: constants.RSA_PKCS1_PADDING };
    case 'rsa-pss':
      return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength };
    case 'ec':
      return {};
  }
}

export function describeScheme({ kind, digest }: SignatureScheme): string {
  const names = { rsa: 'RSA PKCS#1 v1.5', 'rsa-pss': 'RSA-PSS', ec: 'ECDSA' };
  return `${names[kind]} with ${describeDigest(digest)}`;
}
