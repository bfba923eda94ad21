import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';
import type { RsaPadding } from '../../crypto/rsa.ts';

/** How messages and group keys are encrypted. The vendor's page fixes none of it. */
export interface Suite {
  rsa: RsaPadding;
  /** What of a group key is encrypted for a member: its base64 text, or its bytes. */
  groupKey: 'base64text' | 'raw';
  symmetric: 'cbc-fixed-iv' | 'gcm-prefixed-iv';
}

/** As the vendor's own client does it (observed on bowl-desktop, August 2023). */
export const bowlV1: Suite = { rsa: 'pkcs1', groupKey: 'base64text', symmetric: 'cbc-fixed-iv' };

/** Of bowl-v1: sixteen times the character 0, never sent. Equal texts therefore look equal in a group. */
export const fixedIv = Buffer.alloc(16, '0');
export const gcmIvLength = 12;
export const gcmTagLength = 16;

/** Bytes of UTF-8 that fit into one message to a contact: there is neither chunking nor a key of the message's own. */
export function maximumBytes(publicKey: KeyObject, padding: RsaPadding): number {
  const modulus = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >> 3;
  return modulus - (padding === 'pkcs1' ? 11 : 66);
}

/** Base64. Throws when `text` is longer than {@link maximumBytes}. */
export function sealForContact(text: Uint8Array, publicKey: KeyObject, padding: RsaPadding): string {
  const how =
    padding === 'pkcs1'
      ? { key: publicKey, padding: constants.RSA_PKCS1_PADDING }
      : { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  return publicEncrypt(how, text).toString('base64');
}

/** Base64; with GCM of IV, ciphertext and tag, in this order. `groupKey` is base64. */
export function sealForGroup(text: string, groupKey: string, symmetric: Suite['symmetric']): string {
  const key = Buffer.from(groupKey, 'base64');
  if (symmetric === 'cbc-fixed-iv') {
    const cipher = createCipheriv('aes-256-cbc', key, fixedIv);
    return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
  }
  const iv = randomBytes(gcmIvLength);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** Base64, whatever the suite: 32 random bytes. */
export function makeGroupKey(): string {
  return randomBytes(32).toString('base64');
}

/** A group key for a member. */
export function sealGroupKey(groupKey: string, publicKey: KeyObject, { rsa, groupKey: form }: Suite): string {
  return sealForContact(Buffer.from(groupKey, form === 'raw' ? 'base64' : 'utf8'), publicKey, rsa);
}
