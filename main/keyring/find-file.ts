import { findInDer } from './find-der.ts';
import { findInText } from './find-text.ts';
import { type Found, only, refused } from './material.ts';

const limit = 1_000_000;

/** Kinds of files that hold keys and are not read here, by how they begin (hex). */
const foreign: Readonly<Record<string, { text: string; hint: string }>> = {
  feedfeed: javaStore('JKS'),
  cececece: javaStore('JCEKS'),
  '50755454': { text: 'This is a PuTTY key.', hint: 'Export it from PuTTYgen as an OpenSSL key.' },
};

function javaStore(name: string) {
  const hint =
    'Convert a copy with “keytool -importkeystore -srckeystore <file> -destkeystore <new>.p12 -deststoretype PKCS12”.';
  return { text: `This is a Java keystore (${name}).`, hint };
}

/** Says what a file holds, whatever its name. Never rejects but for a defect of ours. */
export async function findInFile(bytes: Uint8Array): Promise<Found> {
  if (bytes.length > limit) {
    return only(refused('too-large', `This file has ${bytes.length} bytes; keys and certificates are smaller.`));
  }
  if (bytes.length === 0) return only(refused('nothing-found', 'This file is empty.'));
  const known = foreign[Buffer.from(bytes.subarray(0, 4)).toString('hex')];
  if (known) return only(refused('unsupported', known.text, known.hint));
  const text = textOf(bytes);
  return text === undefined ? findInDer(bytes) : findInText(text);
}

/** Nothing for bytes that are not a text. PEM may stand amid text of any encoding. */
function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const latin = Buffer.from(bytes).toString('latin1');
  if (latin.includes('-----BEGIN ')) return latin;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell bytes from text
  return /^[^\x00-\x08\x0e-\x1f\x7f-\xff]*$/.test(latin) ? latin : undefined;
}
