import { createHash } from 'node:crypto';

/**
 * What the vendor's desktop client keeps beside each message and never sends (observed on bowl-desktop): a hash of
 * text and public key, and a value that chains it to the message before. It protects nothing here; shown to be compared.
 */
export function messageHash(text: string, publicKey: string): string {
  return sha1(text + publicKey);
}

/** `previous`: the value of the message before; none for the first of a conversation. */
export function chainValue(hash: string, previous = '0'): string {
  return sha1(previous + hash);
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('base64');
