/** Bytes as people write them in a text, and how they were written. */
export interface WrittenBytes {
  readonly bytes: Uint8Array;
  readonly notation: 'hex' | 'base64';
}

/**
 * Reads pairs of hexadecimal digits, with colons or white space between them, or base64 and base64url with or without
 * padding. What could be both is hex. Nothing where it is neither.
 */
export function bytesOfText(text: string): WrittenBytes | undefined {
  const digits = text.replace(/[\s:]/g, '').replace(/^0x/i, '');
  if (digits !== '' && digits.length % 2 === 0 && /^[0-9a-f]+$/i.test(digits)) {
    return { bytes: new Uint8Array(Buffer.from(digits, 'hex')), notation: 'hex' };
  }
  const plain = text.replace(/\s/g, '').replace(/=+$/, '');
  if (plain === '' || plain.length % 4 === 1 || !/^([A-Za-z0-9+/]+|[A-Za-z0-9_-]+)$/.test(plain)) return undefined;
  return { bytes: new Uint8Array(Buffer.from(plain, 'base64')), notation: 'base64' };
}
