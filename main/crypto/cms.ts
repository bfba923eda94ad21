import type { KeyObject } from 'node:crypto';
import { type Algorithm, algorithmOf, nameOfOid } from './algorithm.ts';
import { type Asn1, limits, octetsOf, oidOf, rawOf, tags } from './asn1.ts';
import { type Fields, fieldsOf } from './asn1-fields.ts';
import { readContentInfo } from './cms-source.ts';
import { contentCipherOf, decryptContent } from './content-cipher.ts';
import { type EnvelopeRecipient, recipientOf } from './envelope-recipient.ts';
import { keyTransportOf, unwrapKey } from './key-transport.ts';
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
 * Reads what {@link readContentInfo} reads. Throws as that does, and `unsupported` for CMS that is no envelope.
 */
export function readEnvelope(input: string | Uint8Array): Envelope {
  const { type, content } = readContentInfo(input);
  const kind = kinds[type];
  if (!kind) throw new CryptoProblem('unsupported', `this is CMS of the kind ${nameOfOid(type)}, not an envelope`);
  const body = fieldsOf(content, tags.sequence, kind);
  body.required(tags.integer, 'version');
  body.optional(0xa0);
  const recipients = recipientsOf(body.required(tags.set, 'set of recipients'));
  const inner = fieldsOf(body.any('encrypted content'), tags.sequence, 'encrypted content');
  const contentType = nameOfOid(oidOf(inner.any('content type')));
  const algorithm = algorithmOf(inner.any('algorithm'));
  const sealed = inner.optional(0x80) ?? inner.optional(0xa0);
  if (!sealed) throw new CryptoProblem('unsupported', 'its content was sent apart from it');
  return { kind, recipients, contentType, algorithm, sealed: octetsOf(sealed), ...authenticity(kind, body) };
}

function recipientsOf({ children }: Asn1): EnvelopeRecipient[] {
  if (children.length > limits.recipients) {
    throw new CryptoProblem(
      'too-large',
      `${children.length} recipients are more than the limit of ${limits.recipients}`,
    );
  }
  return children.map(recipientOf);
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
