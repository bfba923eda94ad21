import { CryptoProblem } from './problem.ts';

/** One armoured block, RFC 7468, or RFC 1421 with its headers. */
export interface Pem {
  readonly label: string;
  /** `Proc-Type` and its like, as they stand; mostly empty. */
  readonly headers: string;
  /** The base64 text between the lines, and where it begins in the whole. */
  readonly body: string;
  readonly at: number;
  /** The block from its first dash to its last. */
  readonly text: string;
}

const begin = '-----BEGIN ';
const dashes = '-----';

/** All blocks of a text, in order, whatever stands around them. Throws a {@link CryptoProblem} when one has no end. */
export function readPem(text: string): Pem[] {
  const blocks: Pem[] = [];
  for (let at = text.indexOf(begin); at !== -1; ) {
    const labelEnd = text.indexOf(dashes, at + begin.length);
    const label = text.slice(at + begin.length, labelEnd);
    if (labelEnd === -1 || !/^[A-Z0-9 ]{1,40}$/.test(label)) {
      throw new CryptoProblem('malformed', `the BEGIN line at character ${at} is damaged`);
    }
    const start = labelEnd + dashes.length;
    const endLine = `-----END ${label}-----`;
    const stop = text.indexOf(endLine, start);
    if (stop === -1) throw new CryptoProblem('malformed', `the line "${endLine}" is missing: the text was cut off`);
    const headers = /^\s*[\w-]+:[\s\S]*?\r?\n\s*\r?\n/.exec(text.slice(start, stop))?.[0] ?? '';
    const body = text.slice(start + headers.length, stop);
    const next = stop + endLine.length;
    blocks.push({ label, headers, body, at: start + headers.length, text: text.slice(at, next) });
    at = text.indexOf(begin, next);
  }
  return blocks;
}

/** Decodes base64 with any white space in it. `at`: where it begins, for the error's place. */
export function readBase64(text: string, at: number): Uint8Array {
  const strange = /[^A-Za-z0-9+/=\s]/u.exec(text);
  if (strange) {
    const code = strange[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    throw new CryptoProblem('malformed', `character U+${code} at ${at + strange.index} is not base64`);
  }
  return Buffer.from(text, 'base64');
}

/** Armours bytes: 64 columns, lines ended by CR LF. */
export function writePem(label: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\r\n');
  return `${begin}${label}-----\r\n${lines}-----END ${label}-----\r\n`;
}
