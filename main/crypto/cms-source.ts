import { type Asn1, limits, oidOf, readAsn1, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { readBase64, readPem } from './pem.ts';
import { CryptoProblem } from './problem.ts';

/** A ContentInfo, RFC 5652 3: the dotted number of its type, and the content. */
export interface ContentInfo {
  readonly type: string;
  readonly content: Asn1 | undefined;
}

const labels = ['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA'];

/**
 * Reads DER or BER, PEM with the label PKCS7 or CMS and anything around it, S/MIME, or bare base64.
 * Throws a {@link CryptoProblem} `malformed` or `too-large` with the place, or `unsupported` for PEM of another label.
 */
export function readContentInfo(input: string | Uint8Array): ContentInfo {
  // Base64 in lines takes less than one and a half times its bytes.
  if (input.length > limits.bytes * 1.5) {
    throw new CryptoProblem('too-large', `${input.length} bytes are more than the limit of ${limits.bytes}`);
  }
  const fields = fieldsOf(readAsn1(derOf(input)), tags.sequence, 'CMS');
  const type = oidOf(fields.required(tags.oid, 'content type'));
  return { type, content: fields.required(0xa0, 'content').children[0] };
}

function derOf(input: string | Uint8Array): Uint8Array {
  if (typeof input !== 'string') {
    return input[0] === tags.sequence ? input : derOf(Buffer.from(input).toString('latin1'));
  }
  const blocks = readPem(input);
  const block = blocks.find(({ label }) => labels.includes(label));
  if (block) return readBase64(block.body, block.at);
  if (blocks[0]) throw new CryptoProblem('unsupported', `this is a ${blocks[0].label}, not an envelope`);
  const bodyStart = endOfHeaders(input);
  if (/^content-type:\s*multipart\/signed/im.test(input.slice(0, bodyStart))) {
    throw new CryptoProblem('unsupported', 'its signature stands beside its content (multipart/signed)');
  }
  const body = input.slice(bodyStart);
  if (body.trim() === '') throw new CryptoProblem('malformed', 'it is empty');
  return readBase64(body, bodyStart);
}

/** Where the body of an S/MIME text begins: after the first empty line. */
function endOfHeaders(text: string): number {
  if (!/^[\w-]+:/.test(text)) return 0;
  const empty = /\n\r?\n/.exec(text);
  return empty ? empty.index + empty[0].length : 0;
}
