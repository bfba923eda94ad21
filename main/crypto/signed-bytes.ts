import type { Fact } from '../../preload/contract/index.ts';

/** Bytes of the beginning that are shown. */
const shown = 64;

/** Exactly what a signature is over: how many bytes, their digest, how they begin. `sha256`: of the same bytes. */
export function factsOfSignedBytes(bytes: Uint8Array, sha256: Uint8Array): Fact[] {
  const more = bytes.length > shown ? ' …' : '';
  return [
    { name: 'Bytes signed', value: `${bytes.length} bytes` },
    { name: 'Their SHA-256', value: Buffer.from(sha256).toString('hex') },
    { name: 'Their beginning', value: beginningOf(bytes.subarray(0, shown)) + more },
  ];
}

/** As text where it is some, else in hex. A character may be cut at its end. */
function beginningOf(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes that hold them are no text.
    if (text !== '' && !/[\x00-\x08\x0e-\x1f\x7f]/.test(text)) return text;
  } catch {}
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
}
