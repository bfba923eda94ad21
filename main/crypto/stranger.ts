import { generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { tags } from './asn1.ts';
import { der, oid, sequence } from './der.ts';
import type { SealedFor } from './sealing.ts';

// Keys that are made for one use and kept by nobody, for what is broken on purpose.

const generate = promisify(generateKeyPair);
const signLater = promisify<string, Uint8Array, KeyObject, Buffer>(sign);

/** A signature like the others (RSASSA-PKCS1-v1_5, SHA-256, RSA of `bits`), by a key that nobody knows. */
export async function signAsStranger(content: Uint8Array, bits = 2048): Promise<Uint8Array> {
  const { privateKey } = await generate('rsa', { modulusLength: bits });
  return signLater('sha256', content, privateKey);
}

/** Seals for them reach nobody: no certificate has this name, and the private key is gone. */
export async function aStranger(): Promise<SealedFor> {
  const { publicKey } = await generate('rsa', { modulusLength: 2048 });
  const commonName = sequence(oid('2.5.4.3'), der(0x0c, [Buffer.from('nobody')]));
  // A leading 01 keeps the serial number positive.
  const serial = der(tags.integer, [Buffer.concat([Uint8Array.of(1), randomBytes(8)])]);
  return { name: Buffer.concat(sequence(sequence(der(tags.set, commonName)), serial)), key: publicKey };
}
