import { type Asn1, oidOf, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';

/** An AlgorithmIdentifier: its dotted number, and its parameters as they stand. */
export interface Algorithm {
  readonly oid: string;
  readonly parameters: Asn1 | undefined;
}

export function algorithmOf(value: Asn1 | undefined): Algorithm {
  const fields = fieldsOf(value, tags.sequence, 'an algorithm');
  const oid = oidOf(fields.any('identifier'));
  return { oid, parameters: fields.rest()[0] };
}

/** What people call the kinds and algorithms that turn up in envelopes; more than we can open, to refuse by name. */
const names: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.7.1': 'data',
  '1.2.840.113549.1.7.2': 'SignedData',
  '1.2.840.113549.1.7.3': 'EnvelopedData',
  '1.2.840.113549.1.7.5': 'DigestedData',
  '1.2.840.113549.1.7.6': 'EncryptedData',
  '1.2.840.113549.1.9.16.1.2': 'AuthenticatedData',
  '1.2.840.113549.1.9.16.1.9': 'CompressedData',
  '1.2.840.113549.1.9.16.1.23': 'AuthEnvelopedData',
  '1.2.840.113549.1.1.1': 'RSA PKCS#1 v1.5',
  '1.2.840.113549.1.1.7': 'RSA-OAEP',
  '1.2.840.113549.1.1.8': 'MGF1',
  '1.2.840.113549.1.1.2': 'MD2 with RSA',
  '1.2.840.113549.1.1.4': 'MD5 with RSA',
  '1.2.840.113549.1.1.5': 'SHA-1 with RSA',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.113549.1.1.11': 'SHA-256 with RSA',
  '1.2.840.113549.1.1.12': 'SHA-384 with RSA',
  '1.2.840.113549.1.1.13': 'SHA-512 with RSA',
  '1.2.840.10040.4.3': 'SHA-1 with DSA',
  '1.2.840.10045.4.1': 'SHA-1 with ECDSA',
  '1.2.840.10045.4.3.2': 'SHA-256 with ECDSA',
  '1.2.840.10045.4.3.3': 'SHA-384 with ECDSA',
  '1.2.840.10045.4.3.4': 'SHA-512 with ECDSA',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '1.2.840.113549.1.1.14': 'SHA-224 with RSA',
  '2.16.840.1.101.3.4.3.2': 'SHA-256 with DSA',
  '1.2.840.10045.2.1': 'EC',
  '1.2.840.10045.4.3.1': 'SHA-224 with ECDSA',
  '1.2.840.113549.2.5': 'MD5',
  '1.3.36.3.2.1': 'RIPEMD-160',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.1.2': 'AES-128-CBC',
  '2.16.840.1.101.3.4.1.22': 'AES-192-CBC',
  '2.16.840.1.101.3.4.1.42': 'AES-256-CBC',
  '2.16.840.1.101.3.4.1.6': 'AES-128-GCM',
  '2.16.840.1.101.3.4.1.26': 'AES-192-GCM',
  '2.16.840.1.101.3.4.1.46': 'AES-256-GCM',
  '2.16.840.1.101.3.4.1.7': 'AES-128-CCM',
  '2.16.840.1.101.3.4.1.27': 'AES-192-CCM',
  '2.16.840.1.101.3.4.1.47': 'AES-256-CCM',
  '1.2.840.113549.3.7': '3DES-CBC',
  '1.3.14.3.2.7': 'DES-CBC',
  '1.2.840.113549.3.2': 'RC2-CBC',
  '1.2.392.200011.61.1.1.1.2': 'Camellia-128-CBC',
  '1.2.392.200011.61.1.1.1.3': 'Camellia-192-CBC',
  '1.2.392.200011.61.1.1.1.4': 'Camellia-256-CBC',
  '1.2.840.113549.2.7': 'HMAC-SHA-1',
  '1.2.840.113549.2.8': 'HMAC-SHA-224',
  '1.2.840.113549.2.9': 'HMAC-SHA-256',
  '1.2.840.113549.2.10': 'HMAC-SHA-384',
  '1.2.840.113549.2.11': 'HMAC-SHA-512',
  '1.2.840.113549.2.12': 'HMAC-SHA-512/224',
  '1.2.840.113549.2.13': 'HMAC-SHA-512/256',
  '1.2.840.113549.1.5.1': 'PBE-MD2-DES',
  '1.2.840.113549.1.5.4': 'PBE-MD2-RC2-64',
  '1.2.840.113549.1.5.6': 'PBE-MD5-RC2-64',
  '1.2.840.113549.1.5.14': 'PBMAC1',
  '1.2.840.113549.1.12.1.2': 'PBE-SHA1-RC4-40',
  '1.2.840.113549.1.12.1.4': 'PBE-SHA1-2DES',
  '1.2.840.113549.1.12.1.5': 'PBE-SHA1-RC2-128',
  '1.2.840.113549.1.5.3': 'PBE-MD5-DES',
  '1.2.840.113549.1.5.10': 'PBE-SHA1-DES',
  '1.2.840.113549.1.5.11': 'PBE-SHA1-RC2-64',
  '1.2.840.113549.1.5.12': 'PBKDF2',
  '1.2.840.113549.1.5.13': 'PBES2',
  '1.3.6.1.4.1.11591.4.11': 'scrypt',
  '1.2.840.113549.1.12.1.1': 'PBE-SHA1-RC4-128',
  '1.2.840.113549.1.12.1.3': 'PBE-SHA1-3DES',
  '1.2.840.113549.1.12.1.6': 'PBE-SHA1-RC2-40',
  '1.2.840.113549.1.9.16.3.18': 'ChaCha20-Poly1305',
};

/** The name of an algorithm or content type, or its number where it has none here. */
export function nameOfOid(oid: string): string {
  return names[oid] ?? oid;
}
