import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { type Certificate, readCertificate } from '../crypto/certificate.ts';
import { type Pem, readPem } from '../crypto/pem.ts';
import { fieldProblem, readPrivateKey } from './private-key.ts';

/** A certificate and, for an identity, the private key that belongs to it. */
export type Imported = { certificate: Certificate; key: KeyObject | undefined };

/**
 * Reads the texts of the import form. The private key may stand in the same text as its certificate, and of several
 * certificates, as in a chain, the one that belongs to the key is taken. Throws a Problem `invalid-input` with the
 * field that is wrong.
 */
export function readImport(input: {
  kind: 'identity' | 'peer';
  certificate: string;
  privateKey?: string | undefined;
  passphrase?: string | undefined;
}): Imported {
  const [first, ...others] = readCertificates(input.certificate);
  if (input.kind === 'peer') return { certificate: first, key: undefined };
  const key = readPrivateKey(input.privateKey || input.certificate, input.passphrase);
  const publicKey = createPublicKey(key);
  const certificate = [first, ...others].find((candidate) => candidate.publicKey.equals(publicKey));
  if (!certificate) throw fieldProblem('privateKey', 'This private key does not belong to the certificate.');
  if (!works(key, certificate.publicKey)) throw fieldProblem('privateKey', 'This private key is damaged.');
  return { certificate, key };
}

function readCertificates(text: string): [Certificate, ...Certificate[]] {
  let blocks: Pem[];
  try {
    blocks = readPem(text);
  } catch (error) {
    throw fieldProblem('certificate', `This certificate is damaged: ${(error as Error).message}.`);
  }
  const [first, ...others] = blocks.filter(({ label }) => label === 'CERTIFICATE' || label === 'X509 CERTIFICATE');
  if (!first) throw fieldProblem('certificate', noCertificate(blocks));
  try {
    return [readCertificate(first.text), ...others.map((block) => readCertificate(block.text))];
  } catch {
    throw fieldProblem('certificate', 'This certificate is damaged: it cannot be read.');
  }
}

function noCertificate([found]: Pem[]): string {
  if (found?.label.endsWith('PRIVATE KEY')) return 'This is a private key. Its certificate is needed here.';
  if (found?.label.endsWith('PUBLIC KEY')) return 'This is a public key. A certificate that holds it is needed.';
  if (found?.label.endsWith('REQUEST')) return 'This is a certificate request. The certificate itself is needed.';
  return 'This is no certificate: a text that begins with “-----BEGIN CERTIFICATE-----” is expected.';
}

/** A damaged key may still hold the right public part. Kinds that sign nothing by SHA-256 are taken as they are. */
function works(key: KeyObject, publicKey: KeyObject): boolean {
  if (key.asymmetricKeyType === 'rsa') return isConsistent(key);
  if (key.asymmetricKeyType !== 'ec') return true;
  const content = Buffer.from('Does it work?');
  try {
    return verify('sha256', content, publicKey, sign('sha256', content, key));
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
