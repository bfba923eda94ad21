import { type Algorithm, algorithmOf, nameOfOid } from './algorithm.ts';
import { type Asn1, integerOf, malformed, octetsOf, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { aesCbc, checkSealed, decryptFile, desCbc, type FileCipher, rc2Cbc, rc4Stream } from './file-cipher.ts';
import { type KeyMaker, pbkdf1Key, pbkdf2Key, pkcs12Key, purposes, scryptKey } from './password-key.ts';
import { CryptoProblem } from './problem.ts';

/** How something is encrypted with a passphrase, read and found possible. */
export interface PasswordEncryption {
  /** For people: `PBES2 with PBKDF2, HMAC-SHA-256 and AES-256-CBC`. */
  readonly name: string;
  /** Throws a {@link CryptoProblem} `malformed` for what nothing can open. */
  check(sealed: Uint8Array): void;
  /** Throws a {@link CryptoProblem} `broken` when it does not open. `blank`: see {@link pkcs12Key}. */
  open(sealed: Uint8Array, passphrase: string, blank?: boolean): Promise<Uint8Array>;
}

/**
 * PBES2 and PBES1 of RFC 8018, and the kinds of RFC 7292 C. Throws a {@link CryptoProblem}: `unsupported` with the name
 * for every other kind and for what would cost too much, `malformed`.
 */
export function passwordEncryptionOf(algorithm: Algorithm): PasswordEncryption {
  const name = nameOfOid(algorithm.oid);
  if (name === 'PBES2') return pbes2(algorithm.parameters);
  const first = pbes1[algorithm.oid];
  if (first)
    return withIv(name, first.cipher, algorithm.parameters, ({ salt, iterations }) =>
      pbkdf1Key(first.hash, salt, iterations),
    );
  const other = ofPkcs12[algorithm.oid];
  if (other) return pkcs12(name, other, algorithm.parameters);
  throw new CryptoProblem('unsupported', `it is encrypted with ${name}`);
}

const pbes1: Readonly<Record<string, { hash: string; cipher: FileCipher }>> = {
  '1.2.840.113549.1.5.3': { hash: 'md5', cipher: desCbc(1) },
  '1.2.840.113549.1.5.6': { hash: 'md5', cipher: rc2Cbc(64) },
  '1.2.840.113549.1.5.10': { hash: 'sha1', cipher: desCbc(1) },
  '1.2.840.113549.1.5.11': { hash: 'sha1', cipher: rc2Cbc(64) },
};

const ofPkcs12: Readonly<Record<string, FileCipher>> = {
  '1.2.840.113549.1.12.1.1': rc4Stream(128),
  '1.2.840.113549.1.12.1.2': rc4Stream(40),
  '1.2.840.113549.1.12.1.3': desCbc(3),
  '1.2.840.113549.1.12.1.4': desCbc(2),
  '1.2.840.113549.1.12.1.5': rc2Cbc(128),
  '1.2.840.113549.1.12.1.6': rc2Cbc(40),
};

const pbes2Ciphers: Readonly<Record<string, FileCipher>> = {
  '2.16.840.1.101.3.4.1.2': aesCbc(128),
  '2.16.840.1.101.3.4.1.22': aesCbc(192),
  '2.16.840.1.101.3.4.1.42': aesCbc(256),
  '1.2.840.113549.3.7': desCbc(3),
  '1.3.14.3.2.7': desCbc(1),
};

interface Salted {
  salt: Uint8Array;
  iterations: number;
}

/** PBEParameter, RFC 8018 A.3. */
function saltedOf(parameters: Asn1 | undefined): Salted {
  const fields = fieldsOf(parameters, tags.sequence, 'the parameters of a passphrase');
  const salt = octetsOf(fields.required(tags.octetString, 'salt'));
  return { salt, iterations: numberOf(fields.any('iterations')) };
}

/** The passphrase makes key and initial vector together. */
function withIv(
  name: string,
  cipher: FileCipher,
  parameters: Asn1 | undefined,
  maker: (salted: Salted) => KeyMaker,
): PasswordEncryption {
  const make = maker(saltedOf(parameters));
  return {
    name,
    check: (sealed) => checkSealed(cipher, sealed),
    async open(sealed, passphrase) {
      const both = await make(passphrase, cipher.keyLength + cipher.blockLength);
      return decryptFile(cipher, both.subarray(0, cipher.keyLength), both.subarray(cipher.keyLength), sealed);
    },
  };
}

function pkcs12(name: string, cipher: FileCipher, parameters: Asn1 | undefined): PasswordEncryption {
  const salted = saltedOf(parameters);
  const make = (purpose: 1 | 2, blank: boolean) => pkcs12Key('sha1', { ...salted, purpose, blank });
  make(purposes.key, false);
  return {
    name,
    check: (sealed) => checkSealed(cipher, sealed),
    async open(sealed, passphrase, blank = false) {
      const key = await make(purposes.key, blank)(passphrase, cipher.keyLength);
      const iv = await make(purposes.iv, blank)(passphrase, cipher.blockLength);
      return decryptFile(cipher, key, iv, sealed);
    },
  };
}

/** RFC 8018 A.4. */
function pbes2(parameters: Asn1 | undefined): PasswordEncryption {
  const fields = fieldsOf(parameters, tags.sequence, 'the parameters of PBES2');
  const derivation = algorithmOf(fields.any('key derivation'));
  const scheme = algorithmOf(fields.any('cipher'));
  const { name, make } = keyMakerOf(derivation);
  const { cipher, iv } = schemeOf(scheme);
  return {
    name: `PBES2 with ${name} and ${cipher.name}`,
    check: (sealed) => checkSealed(cipher, sealed),
    open: async (sealed, passphrase) => decryptFile(cipher, await make(passphrase, cipher.keyLength), iv, sealed),
  };
}

function schemeOf({ oid, parameters }: Algorithm): { cipher: FileCipher; iv: Uint8Array } {
  const cipher = pbes2Ciphers[oid];
  if (cipher) return { cipher, iv: parameters?.tag === tags.octetString ? octetsOf(parameters) : new Uint8Array() };
  if (oid !== '1.2.840.113549.3.2')
    throw new CryptoProblem('unsupported', `it is encrypted with PBES2 and ${nameOfOid(oid)}`);
  // RFC 8018 B.2.3: a number stands for the effective key length.
  const fields = fieldsOf(parameters, tags.sequence, 'the parameters of RC2');
  const version = fields.optional(tags.integer);
  const rc2 = rc2Versions[version ? numberOf(version) : 0];
  if (!rc2) throw new CryptoProblem('unsupported', 'it is encrypted with PBES2 and RC2 of an unusual key length');
  return { cipher: rc2, iv: octetsOf(fields.required(tags.octetString, 'initial vector')) };
}

const rc2Versions: Readonly<Record<number, FileCipher>> = { 58: rc2Cbc(128), 120: rc2Cbc(64), 160: rc2Cbc(40) };

/** PBKDF2 of RFC 8018 A.2, scrypt of RFC 7914 7. */
export function keyMakerOf({ oid, parameters }: Algorithm): { name: string; make: KeyMaker } {
  const name = nameOfOid(oid);
  if (name === 'scrypt') return { name, make: scryptOf(parameters) };
  if (name !== 'PBKDF2') throw new CryptoProblem('unsupported', `its key is derived by ${name}`);
  const fields = fieldsOf(parameters, tags.sequence, 'the parameters of PBKDF2');
  const salt = octetsOf(fields.required(tags.octetString, 'salt'));
  const iterations = numberOf(fields.any('iterations'));
  fields.optional(tags.integer);
  const [prf] = fields.rest();
  const prfOid = prf ? algorithmOf(prf).oid : '1.2.840.113549.2.7';
  const hash = hashes[prfOid];
  if (!hash) throw new CryptoProblem('unsupported', `its key is derived by PBKDF2 and ${nameOfOid(prfOid)}`);
  return { name: `PBKDF2, ${nameOfOid(prfOid)}`, make: pbkdf2Key(hash, salt, iterations) };
}

/** HMACs, as `node:crypto` calls their hashes. */
export const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
  '1.2.840.113549.2.12': 'sha512-224',
  '1.2.840.113549.2.13': 'sha512-256',
};

function scryptOf(parameters: Asn1 | undefined): KeyMaker {
  const fields = fieldsOf(parameters, tags.sequence, 'the parameters of scrypt');
  const salt = octetsOf(fields.required(tags.octetString, 'salt'));
  const [N, r, p] = ['cost', 'block size', 'parallelism'].map((name) => numberOf(fields.any(name)));
  return scryptKey(salt, { N: N ?? 0, r: r ?? 0, p: p ?? 0 });
}

/** Throws a {@link CryptoProblem} `malformed` for a number that is not counted with. */
export function numberOf(value: Asn1): number {
  const number = Number.parseInt(integerOf(value), 16);
  if (!Number.isSafeInteger(number)) throw malformed('an impossible number', value.at);
  return number;
}
