/** Bytes of a base64 text; an incomplete last group is dropped. */
export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64.slice(0, base64.length - (base64.length % 4)));
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}

export function base64OfBytes(bytes: Uint8Array): string {
  const chunks: string[] = [];
  // Long argument lists overflow the stack, so in pieces.
  for (let from = 0; from < bytes.length; from += 8192) {
    chunks.push(String.fromCharCode(...bytes.subarray(from, from + 8192)));
  }
  return btoa(chunks.join(''));
}

export function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, hexOfByte).join(' ');
}

export function hexOfByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Bytes of hexadecimal digits; spaces, colons, commas and `0x` between them are ignored. Undefined if it is not that. */
export function bytesOfHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = text.replace(/0x|[\s:,]/gi, '');
  if (digits.length % 2 === 1 || /[^0-9a-f]/i.test(digits)) return undefined;
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

/** The text that these bytes are in UTF-8, or undefined where they are not. */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A size for reading: `312 B`, `1.5 kB`, `52 MB`; 1 kB is 1,000 bytes. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
