import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Asn1, readAsn1, tags } from './asn1.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { readBase64, readPem } from './pem.ts';
import { CryptoProblem } from './problem.ts';

/** A public key, and the certificate that it came in. */
export interface PublicKeyReading {
  readonly key: KeyObject;
  readonly certificate: Certificate | undefined;
}

const labels = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE', 'PUBLIC KEY', 'RSA PUBLIC KEY'];

/**
 * Reads a certificate or a public key (SPKI or PKCS#1): the first in PEM, or DER in base64. Throws a
 * {@link CryptoProblem}; of a private key no public one is made, lest it be pasted where it does not belong.
 */
export function readPublicKey(text: string): PublicKeyReading {
  const blocks = readPem(text);
  const block = blocks.find(({ label }) => labels.includes(label));
  if (block) return readPublicDer(readBase64(block.body, block.at));
  if (blocks[0]) throw new CryptoProblem('unsupported', `this is a ${blocks[0].label}, not a public key`);
  return readPublicDer(readBase64(text, 0));
}

/** As {@link readPublicKey}, of DER. */
export function readPublicDer(der: Uint8Array): PublicKeyReading {
  const certificate = attempt(() => readCertificate(der));
  if (certificate) return { key: certificate.publicKey, certificate };
  const type = attempt(() => typeOf(readAsn1(der)));
  const key = type && attempt(() => createPublicKey({ key: Buffer.from(der), format: 'der', type }));
  if (key) return { key, certificate: undefined };
  throw new CryptoProblem('malformed', 'it is neither a certificate nor a public key');
}

/** By structure, because node:crypto takes private keys here as well. RSAPublicKey is two numbers: RFC 8017 A.1.1. */
function typeOf({ children }: Asn1): 'spki' | 'pkcs1' | undefined {
  if (children.length !== 2) return undefined;
  if (children[0]?.tag === tags.sequence && children[1]?.tag === tags.bitString) return 'spki';
  return children.every(({ tag }) => tag === tags.integer) ? 'pkcs1' : undefined;
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
