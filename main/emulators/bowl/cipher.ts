import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';

/** How the original client encrypts (observed on bowl-desktop). */
const fixedIv = Buffer.alloc(16, '0');

/** RSA of 2048 bits; the public key as base64 of SPKI DER. */
export async function makeKeys(): Promise<{ privateKey: KeyObject; publicKey: string }> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { privateKey, publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
}

/** The 44 characters that stand for 32 random bytes. */
export const makeGroupKey = () => randomBytes(32).toString('base64');

/** PKCS#1 v1.5; at most 245 bytes. */
export function sealFor(publicKey: string, text: string): string {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(text)).toString('base64');
}

/** Nothing for what was sealed for somebody else. Its padding is taken off here: runtimes differ in how they do it. */
export function open(privateKey: KeyObject, sealed: string): string | undefined {
  try {
    const block = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, Buffer.from(sealed, 'base64'));
    const end = block.indexOf(0, 2);
    return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1).toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

export function sealForGroup(groupKey: string, text: string): string {
  const cipher = createCipheriv('aes-256-cbc', Buffer.from(groupKey, 'base64'), fixedIv);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

export function openOfGroup(groupKey: string, sealed: string): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-cbc', Buffer.from(groupKey, 'base64'), fixedIv);
    return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
