import type { KeyObject } from 'node:crypto';
import { type Algorithm, algorithmOf, nameOfOid } from './algorithm.ts';
import { type Asn1, octetsOf, oidOf, rawOf, readAsn1, tags } from './asn1.ts';
import { type Fields, fieldsOf } from './asn1-fields.ts';
import { contentCipherOf, decryptContent } from './content-cipher.ts';
import { type EnvelopeRecipient, recipientOf } from './envelope-recipient.ts';
import { keyTransportOf, unwrapKey } from './key-transport.ts';
import { readBase64, readPem } from './pem.ts';
import { CryptoProblem } from './problem.ts';

/** An EnvelopedData (RFC 5652 6) or AuthEnvelopedData (RFC 5083), read and not yet opened. */
export interface Envelope {
  readonly kind: 'EnvelopedData' | 'AuthEnvelopedData';
  readonly recipients: readonly EnvelopeRecipient[];
  /** Name of what is inside: mostly `data`. */
  readonly contentType: string;
  readonly algorithm: Algorithm;
  readonly sealed: Uint8Array;
  /** Attributes that GCM authenticates besides, and its tag. Empty for EnvelopedData. */
  readonly authenticated: Uint8Array;
  readonly mac: Uint8Array;
}

const kinds: Readonly<Record<string, Envelope['kind']>> = {
  '1.2.840.113549.1.7.3': 'EnvelopedData',
  '1.2.840.113549.1.9.16.1.23': 'AuthEnvelopedData',
};

/**
 * Reads DER or BER, PEM with the label PKCS7 or CMS and anything around it, S/MIME, or bare base64.
 * Throws a {@link CryptoProblem} `malformed` or `too-large` with the place, or `unsupported` for CMS that is no envelope.
 */
export function readEnvelope(input: string | Uint8Array): Envelope {
  const content = fieldsOf(readAsn1(derOf(input)), tags.sequence, 'CMS');
  const type = oidOf(content.required(tags.oid, 'content type'));
  const kind = kinds[type];
  if (!kind) throw new CryptoProblem('unsupported', `this is CMS of the kind ${nameOfOid(type)}, not an envelope`);
  const body = fieldsOf(content.required(0xa0, 'content').children[0], tags.sequence, kind);
  body.required(tags.integer, 'version');
  body.optional(0xa0);
  const recipients = body.required(tags.set, 'set of recipients').children.map(recipientOf);
  const inner = fieldsOf(body.any('encrypted content'), tags.sequence, 'encrypted content');
  const contentType = nameOfOid(oidOf(inner.any('content type')));
  const algorithm = algorithmOf(inner.any('algorithm'));
  const sealed = inner.optional(0x80) ?? inner.optional(0xa0);
  if (!sealed) throw new CryptoProblem('unsupported', 'its content was sent apart from it');
  return { kind, recipients, contentType, algorithm, sealed: octetsOf(sealed), ...authenticity(kind, body) };
}

function authenticity(kind: Envelope['kind'], body: Fields): Pick<Envelope, 'authenticated' | 'mac'> {
  if (kind === 'EnvelopedData') return { authenticated: new Uint8Array(), mac: new Uint8Array() };
  const attributes = body.optional(0xa1);
  return {
    authenticated: attributes ? asSet(attributes) : new Uint8Array(),
    mac: octetsOf(body.required(tags.octetString, 'authentication tag')),
  };
}

/** What is authenticated is the encoding as a SET OF, not as the [1] that stands in the message: RFC 5083 2.2. */
function asSet(attributes: Asn1): Uint8Array {
  const raw = Uint8Array.from(rawOf(attributes));
  raw[0] = tags.set;
  return raw;
}

function derOf(input: string | Uint8Array): Uint8Array {
  if (typeof input !== 'string') {
    return input[0] === tags.sequence ? input : derOf(Buffer.from(input).toString('latin1'));
  }
  const blocks = readPem(input);
  const block = blocks.find(({ label }) => label === 'PKCS7' || label === 'CMS');
  if (block) return readBase64(block.body, block.at);
  if (blocks[0]) throw new CryptoProblem('unsupported', `this is a ${blocks[0].label}, not an envelope`);
  const bodyStart = endOfHeaders(input);
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

/**
 * The content, decrypted. `recipient` is one of the envelope's, chosen by the certificate that `key` belongs to.
 * Throws a {@link CryptoProblem}: `unsupported` or `malformed` for what can be seen without the key; `broken`, always
 * in the same words, when the key does not fit or the content is damaged. EnvelopedData has no integrity: a changed
 * content may open.
 */
export function openEnvelope(
  envelope: Envelope,
  recipient: EnvelopeRecipient & { kind: 'key-transport' },
  key: KeyObject,
): Uint8Array {
  const cipher = contentCipherOf(envelope.algorithm);
  const transport = keyTransportOf(recipient.algorithm);
  if ((cipher.mode === 'gcm') !== (envelope.kind === 'AuthEnvelopedData')) {
    throw new CryptoProblem('malformed', `${nameOfOid(envelope.algorithm.oid)} does not belong in ${envelope.kind}`);
  }
  if (key.asymmetricKeyType !== 'rsa') throw new CryptoProblem('unsupported', 'its recipient has no RSA key');
  try {
    const contentKey = unwrapKey(transport, recipient.sealedKey, key, cipher.keyLength);
    return decryptContent(cipher, contentKey, envelope.sealed, envelope);
  } catch {
    throw new CryptoProblem('broken', 'The private key does not open it, or it was damaged on its way.');
  }
}
