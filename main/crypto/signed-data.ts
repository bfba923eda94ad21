import { type Algorithm, algorithmOf, nameOfOid } from './algorithm.ts';
import { type Asn1, limits, octetsOf, oidOf, rawOf, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { readContentInfo } from './cms-source.ts';
import { nameOfRecipient, type RecipientName } from './envelope-recipient.ts';
import { CryptoProblem } from './problem.ts';

/** SignedData, RFC 5652 5, read and not yet verified. */
export interface SignedData {
  /** Name of what is signed: mostly `data`. */
  readonly contentType: string;
  readonly content: Uint8Array;
  /** Certificates inside, DER; nobody vouches for them. */
  readonly certificates: readonly Uint8Array[];
  readonly signers: readonly Signer[];
}

export interface Signer {
  readonly name: RecipientName;
  readonly digest: Algorithm;
  readonly algorithm: Algorithm;
  readonly signature: Uint8Array;
  /** Absent where the content itself was signed. */
  readonly attributes: SignedAttributes | undefined;
}

/** What was signed in place of the content, RFC 5652 5.4 and 11. */
export interface SignedAttributes {
  /** Their encoding as a SET OF, over which the signature is made. */
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  /** Milliseconds since 1970, as the signer claims. */
  readonly signingTime: number | undefined;
}

const signedData = '1.2.840.113549.1.7.2';

/**
 * Reads what {@link readContentInfo} reads. Answers with nothing for CMS of another kind. Throws a {@link CryptoProblem}
 * as that does, and `unsupported` for a signature whose content was sent apart from it.
 */
export function readSignedData(input: string | Uint8Array): SignedData | undefined {
  const { type, content } = readContentInfo(input);
  if (type !== signedData) return undefined;
  const body = fieldsOf(content, tags.sequence, 'SignedData');
  body.required(tags.integer, 'version');
  body.required(tags.set, 'set of digests');
  const inner = fieldsOf(body.any('signed content'), tags.sequence, 'signed content');
  const contentType = nameOfOid(oidOf(inner.any('content type')));
  const [wrapped] = inner.optional(0xa0)?.children ?? [];
  if (!wrapped) throw new CryptoProblem('unsupported', 'its content was sent apart from it');
  const certificates = bounded(body.optional(0xa0)?.children ?? [], limits.certificates, 'certificates');
  body.optional(0xa1);
  const signers = bounded(body.required(tags.set, 'set of signers').children, limits.signers, 'signers');
  return {
    contentType,
    content: octetsOf(wrapped),
    certificates: certificates.filter(({ tag }) => tag === tags.sequence).map(rawOf),
    signers: signers.map(signerOf),
  };
}

function bounded(values: readonly Asn1[], limit: number, name: string): readonly Asn1[] {
  if (values.length <= limit) return values;
  throw new CryptoProblem('too-large', `${values.length} ${name} are more than the limit of ${limit}`);
}

function signerOf(value: Asn1): Signer {
  const fields = fieldsOf(value, tags.sequence, 'a signer');
  fields.required(tags.integer, 'version');
  const name = nameOfRecipient(fields.any('name'));
  const digest = algorithmOf(fields.any('digest'));
  const attributes = fields.optional(0xa0);
  const algorithm = algorithmOf(fields.any('algorithm'));
  const signature = octetsOf(fields.required(tags.octetString, 'signature'));
  return { name, digest, algorithm, signature, attributes: attributes && attributesOf(attributes) };
}

const contentTypeAttribute = '1.2.840.113549.1.9.3';
const messageDigestAttribute = '1.2.840.113549.1.9.4';
const signingTimeAttribute = '1.2.840.113549.1.9.5';

function attributesOf(set: Asn1): SignedAttributes {
  // What is signed is their DER; another encoding would have to be guessed.
  if (set.source[set.at + 1] === 0x80) throw new CryptoProblem('unsupported', 'its signed attributes are not DER');
  const bytes = Uint8Array.from(rawOf(set));
  bytes[0] = tags.set;
  const type = attribute(set, contentTypeAttribute);
  const digest = attribute(set, messageDigestAttribute);
  if (!type || !digest) {
    throw new CryptoProblem('malformed', 'the signed attributes lack the type or the digest of the content');
  }
  const time = attribute(set, signingTimeAttribute);
  return {
    bytes,
    contentType: nameOfOid(oidOf(type)),
    messageDigest: octetsOf(digest),
    signingTime: time && timeOf(time),
  };
}

/** The only value of the only attribute of that type; more of either are not allowed: RFC 5652 11. */
function attribute(set: Asn1, type: string): Asn1 | undefined {
  const found = set.children.filter(({ children: [first] }) => first && oidOf(first) === type);
  const values = found.flatMap(({ children }) => children[1]?.children ?? []);
  if (found.length > 1 || values.length > 1) throw new CryptoProblem('malformed', 'a signed attribute stands twice');
  return values[0];
}

/** UTCTime or GeneralizedTime in DER, RFC 5280 4.1.2.5. Nothing for any other. */
function timeOf(value: Asn1): number | undefined {
  const text = Buffer.from(value.source.subarray(value.start, Math.min(value.end, value.start + 20))).toString(
    'latin1',
  );
  const full = value.tag === 0x17 ? `${text < '5' ? '20' : '19'}${text}` : text;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}
