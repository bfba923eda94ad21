import { createDecipheriv, type KeyObject } from 'node:crypto';
import type { RsaPadding } from '../../crypto/rsa.ts';
import type { Lens } from '../../keyring/lens.ts';
import { fixedIv, gcmIvLength, gcmTagLength, type Suite } from './suite.ts';

type Decrypting = Pick<Lens, 'decrypt'>;

/** Longer than the largest RSA key makes it. */
const sealedLimit = 4000;

/** What was sealed for our key, and how. Nothing where it is not made for this key, or holds no text. */
export async function openForUs(
  sealed: string,
  key: KeyObject,
  lens: Decrypting,
): Promise<{ text: string; padding: RsaPadding } | undefined> {
  for (const padding of ['pkcs1', 'oaep-sha256'] as const) {
    const text = utf8(await decrypt(sealed, key, padding, lens));
    if (text !== undefined) return { text, padding };
  }
  return undefined;
}

/** `groupKey`: 32 bytes, or their base64; a key of another length opens nothing. GCM first: it is certain of itself, while CBC with a wrong key comes out as padding once in 256 times. */
export function openOfGroup(
  sealed: string,
  groupKey: string | KeyObject,
): { text: string; symmetric: Suite['symmetric'] } | undefined {
  const bytes = base64(sealed);
  if (!bytes) return undefined;
  const key = typeof groupKey === 'string' ? Buffer.from(groupKey, 'base64') : groupKey;
  for (const symmetric of ['gcm-prefixed-iv', 'cbc-fixed-iv'] as const) {
    const text = utf8(attempt(() => (symmetric === 'cbc-fixed-iv' ? openCbc(bytes, key) : openGcm(bytes, key))));
    if (text !== undefined) return { text, symmetric };
  }
  return undefined;
}

/** A group key that was sealed for ours, as base64, however it was sealed. */
export async function openGroupKey(sealed: string, key: KeyObject, lens: Decrypting): Promise<string | undefined> {
  for (const padding of ['pkcs1', 'oaep-sha256'] as const) {
    const found = await decrypt(sealed, key, padding, lens);
    if (found?.length === 32) return Buffer.from(found).toString('base64');
    const text = utf8(found);
    if (text !== undefined && isGroupKey(text)) return text;
  }
  return undefined;
}

export const isGroupKey = (text: string) => text.length === 44 && base64(text)?.length === 32;

async function decrypt(
  sealed: string,
  key: KeyObject,
  padding: RsaPadding,
  lens: Decrypting,
): Promise<Uint8Array | undefined> {
  const bytes = sealed.length <= sealedLimit ? base64(sealed) : undefined;
  return bytes && lens.decrypt(bytes, key, padding);
}

function openCbc(bytes: Buffer, key: Buffer | KeyObject): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', key, fixedIv);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

function openGcm(bytes: Buffer, key: Buffer | KeyObject): Buffer {
  const end = bytes.length - gcmTagLength;
  const options = { authTagLength: gcmTagLength };
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, gcmIvLength), options);
  decipher.setAuthTag(bytes.subarray(end));
  return Buffer.concat([decipher.update(bytes.subarray(gcmIvLength, end)), decipher.final()]);
}

/** The decoder of Buffer skips what is not base64. */
function base64(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? Buffer.from(text, 'base64') : undefined;
}

function utf8(bytes: Uint8Array | undefined): string | undefined {
  return bytes && attempt(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
