import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { algorithmOf, nameOfOid } from '../crypto/algorithm.ts';
import { type Asn1, malformed, octetsOf, oidOf, rawOf, readAsn1, tags } from '../crypto/asn1.ts';
import { passwordEncryptionOf } from '../crypto/password-encryption.ts';
import { CryptoProblem } from '../crypto/problem.ts';
import type { Locked, Material } from './material.ts';
import { only } from './material.ts';

export type PrivateKeyFormat = 'pkcs8' | 'pkcs1' | 'sec1';

/** More bits than this are refused: RSA of that size does nothing in useful time. */
const rsaLimit = 16_384;

/**
 * Reads an unencrypted private key. Throws a {@link CryptoProblem}: `malformed` when it is damaged, or does not fit
 * together, `unsupported` with the name of its kind.
 */
export function readPrivateKey(der: Asn1, format: PrivateKeyFormat): KeyObject {
  const key = parse(der, format);
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (modulusLength > rsaLimit) throw new CryptoProblem('unsupported', `RSA of ${modulusLength} bits`);
  if (!works(key)) throw malformed('its numbers do not fit together, the first of them', der.at);
  return key;
}

function parse(der: Asn1, format: PrivateKeyFormat): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(rawOf(der)), format: 'der', type: format });
  } catch {
    const kind = kindOf(der, format);
    if (kind) throw new CryptoProblem('unsupported', `it is a key of the kind ${kind}`);
    throw malformed('it does not make a key: something impossible', der.at);
  }
}

/** Every runtime reads RSA and these curves; the names are those of `openssl ecparam -list_curves`. */
const common: readonly string[] = ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'];
const rsa = '1.2.840.113549.1.1.1';
const ec = '1.2.840.10045.2.1';

/** The kind of a key that may be whole and yet unknown to this runtime. */
function kindOf(der: Asn1, format: PrivateKeyFormat): string | undefined {
  if (format === 'pkcs1') return undefined;
  const curve = format === 'sec1' ? der.children.find(({ tag }) => tag === 0xa0)?.children[0] : undefined;
  const { oid, parameters } = format === 'sec1' ? { oid: ec, parameters: curve } : algorithmOf(der.children[1]);
  if (oid === rsa) return undefined;
  if (oid !== ec) return nameOfOid(oid);
  const name = parameters?.tag === tags.oid ? oidOf(parameters) : 'with parameters of its own';
  return common.includes(name) ? undefined : `EC ${name}`;
}

/** EncryptedPrivateKeyInfo, RFC 5958 3. Throws as {@link passwordEncryptionOf} does. */
export function readEncryptedKey(der: Asn1): Material & Locked {
  const [algorithm, content] = der.children;
  const encryption = passwordEncryptionOf(algorithmOf(algorithm));
  if (content?.tag !== tags.octetString) throw malformed('an encrypted key expected', der.at);
  const sealed = octetsOf(content);
  encryption.check(sealed);
  return {
    kind: 'locked',
    what: 'private-key',
    name: '',
    encryption: encryption.name,
    open: async (passphrase) => decrypted(await encryption.open(sealed, passphrase), 'pkcs8'),
  };
}

/** What a passphrase made of an encrypted key: once in 256 times a wrong one leaves something, but no whole ASN.1. */
export function decrypted(opened: Uint8Array, format: PrivateKeyFormat): ReturnType<typeof only> {
  return only({ kind: 'private-key', name: '', encrypted: true, key: readPrivateKey(wholeOf(opened), format) });
}

function wholeOf(opened: Uint8Array): Asn1 {
  const length = announced(opened);
  if (length !== opened.length) throw new CryptoProblem('broken', 'the passphrase does not open this private key');
  return readAsn1(opened);
}

/** How many bytes a SEQUENCE says it has, header included; nothing for anything else. */
export function announced(bytes: Uint8Array): number | undefined {
  const [tag, first = 0] = bytes;
  if (tag !== tags.sequence || first === 0x80 || first > 0x84) return undefined;
  if (first < 0x80) return 2 + first;
  const size = first - 0x80;
  return 2 + size + bytes.subarray(2, 2 + size).reduce((length, byte) => length * 256 + byte, 0);
}

/** A damaged key may still hold the right public part. Kinds that sign nothing by SHA-256 are taken as they are. */
function works(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'rsa') return isConsistent(key);
  if (key.asymmetricKeyType !== 'ec') return true;
  const content = Buffer.from('Does it work?');
  try {
    return verify('sha256', content, createPublicKey(key), sign('sha256', content, key));
  } catch {
    return false;
  }
}

/** RFC 8017 3.2. OpenSSL works round damaged factors and BoringSSL does not, so that trying it out would not do. */
function isConsistent(key: KeyObject): boolean {
  const jwk = key.export({ format: 'jwk' });
  const number = (name: keyof typeof jwk) =>
    BigInt(`0x${Buffer.from(String(jwk[name]), 'base64url').toString('hex') || 0}`);
  const [n, e, d, p, q] = [number('n'), number('e'), number('d'), number('p'), number('q')];
  if (p < 2n || q < 2n || p * q !== n) return false;
  return (
    number('dp') === d % (p - 1n) &&
    number('dq') === d % (q - 1n) &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    (number('qi') * q) % p === 1n
  );
}
