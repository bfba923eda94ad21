import { aesCbc, checkSealed, decryptFile, desCbc, type FileCipher } from '../crypto/file-cipher.ts';
import { pemKey } from '../crypto/password-key.ts';
import { type Pem, readBase64 } from '../crypto/pem.ts';
import { CryptoProblem } from '../crypto/problem.ts';
import type { Locked, Material } from './material.ts';
import { decrypted, type PrivateKeyFormat } from './private-key.ts';

const ciphers: Readonly<Record<string, FileCipher>> = {
  'AES-128-CBC': aesCbc(128),
  'AES-192-CBC': aesCbc(192),
  'AES-256-CBC': aesCbc(256),
  'DES-EDE3-CBC': desCbc(3),
  'DES-CBC': desCbc(1),
};

const formats: Readonly<Record<string, PrivateKeyFormat>> = {
  'RSA PRIVATE KEY': 'pkcs1',
  'EC PRIVATE KEY': 'sec1',
  'PRIVATE KEY': 'pkcs8',
};

export const isEncrypted = ({ headers }: Pem) => /\bENCRYPTED\b/.test(headers);

/**
 * A private key behind `Proc-Type: 4,ENCRYPTED`, RFC 1421 4.6. Throws a {@link CryptoProblem}: `unsupported` with the name
 * of its cipher, `malformed`.
 */
export function readEncryptedPem({ label, headers, body, at }: Pem): Material & Locked {
  const [, name = '', hex = ''] = /^DEK-Info:\s*([\w-]{1,40})\s*,\s*([\da-f]{16,64})\s*$/im.exec(headers) ?? [];
  if (name === '') throw new CryptoProblem('malformed', 'the line “DEK-Info” is missing or damaged');
  const cipher = ciphers[name.toUpperCase()];
  const format = formats[label];
  if (!cipher) throw new CryptoProblem('unsupported', `it is encrypted with ${name}`);
  if (!format) throw new CryptoProblem('unsupported', `it is a ${label}`);
  const sealed = readBase64(body, at);
  checkSealed(cipher, sealed);
  const iv = Buffer.from(hex, 'hex');
  if (iv.length !== cipher.blockLength) throw new CryptoProblem('malformed', 'its initial vector has a wrong length');
  return {
    kind: 'locked',
    what: 'private-key',
    name: '',
    encryption: cipher.name,
    async open(passphrase) {
      const key = await pemKey(iv.subarray(0, 8))(passphrase, cipher.keyLength);
      return decrypted(decryptFile(cipher, key, iv, sealed), format);
    },
  };
}
