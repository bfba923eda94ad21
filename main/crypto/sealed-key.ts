import { createCipheriv, type KeyObject, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { algorithm, integer, nothing, octets, sequence } from './der.ts';

/** As much as is recommended for PBKDF2 with SHA-256 in 2023 and later. */
const iterations = 600_000;

/** A private key as EncryptedPrivateKeyInfo, RFC 5958 3: PBES2 with PBKDF2, HMAC-SHA-256 and AES-256-CBC. */
export async function sealKey(key: KeyObject, passphrase: string): Promise<Uint8Array> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const secret = await promisify(pbkdf2)(passphrase, salt, iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', secret, iv);
  const sealed = Buffer.concat([cipher.update(key.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
  const prf = algorithm('1.2.840.113549.2.9', nothing);
  const derivation = algorithm('1.2.840.113549.1.5.12', sequence(octets(salt), integer(iterations), prf));
  const scheme = algorithm('2.16.840.1.101.3.4.1.42', octets(iv));
  return Buffer.concat(sequence(algorithm('1.2.840.113549.1.5.13', sequence(derivation, scheme)), octets(sealed)));
}
