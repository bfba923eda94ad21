import type { KeyObject } from 'node:crypto';
import { createHash } from 'node:crypto';
import type { Fact } from '../../preload/contract/index.ts';
import { type Asn1, readAsn1, tags } from './asn1.ts';
import { outlineOf } from './asn1-outline.ts';
import { bytesOfText } from './byte-text.ts';
import { type Certificate, describeKey } from './certificate.ts';
import { readEnvelope } from './cms.ts';
import { factsOf } from './envelope-facts.ts';
import { inspectJwt } from './jwt.ts';
import { readBase64, readPem } from './pem.ts';
import { readPublicDer } from './public-key.ts';
import { readSignedData } from './signed-data.ts';
import { factsOfSigned } from './signed-facts.ts';

/** What something is. `text`: its structure or its content, where there is more to see than the facts. */
export interface Inspection {
  readonly what: string;
  readonly facts: Fact[];
  readonly text?: string;
}

/** Blocks of a PEM text that are looked into. */
const blockLimit = 20;

/** Says what it is: PEM, DER, JSON Web Token, JSON, base64 or hex of any of these. Never throws. */
export function inspect(input: string | Uint8Array): Inspection {
  if (typeof input !== 'string') return inspectBytes(input) ?? inspectText(utf8(input)) ?? unknownBytes(input);
  const text = input.trim();
  if (text === '') return { what: 'Nothing: it is empty.', facts: [] };
  return inspectText(text) ?? plainText(text);
}

/** Nothing where it is not of a kind that is known. */
function inspectText(text: string | undefined): Inspection | undefined {
  if (text === undefined) return undefined;
  if (text.includes('-----BEGIN ')) return inspectPem(text);
  const token = inspectJwt(text.trim());
  if (token) return token;
  if (isJson(text)) return { what: 'JSON.', facts: [sizeOf(text)], text };
  const written = bytesOfText(text);
  if (!written || written.bytes.length < 2) return undefined;
  const inner = inspectBytes(written.bytes);
  if (inner) return { ...inner, what: `In ${written.notation}: ${inner.what}` };
  const decoded = utf8(written.bytes);
  if (decoded === undefined || !isReadable(decoded)) return undefined;
  return { what: `In ${written.notation}: a text.`, facts: [sizeOf(written.bytes)], text: decoded };
}

function inspectPem(text: string): Inspection {
  try {
    const blocks = readPem(text);
    const [first, ...others] = blocks.slice(0, blockLimit).map(inspectBlock);
    if (!first) return { what: 'PEM that is damaged: it has no whole block.', facts: [] };
    if (others.length === 0) return first;
    const facts = [first, ...others].flatMap(({ what, facts }) => [{ name: 'Block', value: what }, ...facts]);
    return { what: `PEM with ${blocks.length} blocks.`, facts };
  } catch (error) {
    return { what: `PEM that is damaged: ${(error as Error).message}.`, facts: [] };
  }
}

function inspectBlock({ label, headers, body, at }: ReturnType<typeof readPem>[number]): Inspection {
  if (/PRIVATE KEY$/.test(label)) {
    const isSealed = label.startsWith('ENCRYPTED') || /\bENCRYPTED\b/.test(headers);
    return {
      what: `A private key${isSealed ? ', encrypted with a passphrase' : ''} (${label}). Nothing of it is shown.`,
      facts: isSealed ? [] : [{ name: 'Warning', value: 'It is not protected: whoever reads this text has the key.' }],
    };
  }
  try {
    const inner = inspectBytes(readBase64(body, at));
    return inner
      ? { ...inner, what: `${inner.what.replace(/\.$/, '')} (PEM, ${label}).` }
      : { what: `PEM of the kind ${label}, which cannot be read.`, facts: [] };
  } catch (error) {
    return { what: `PEM of the kind ${label} that is damaged: ${(error as Error).message}.`, facts: [] };
  }
}

/** Nothing where the bytes are of no kind that is known. */
function inspectBytes(bytes: Uint8Array): Inspection | undefined {
  const file = signatures.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte));
  if (file) return { what: file.what, facts: [sizeOf(bytes)] };
  if (bytes[0] !== tags.sequence) return undefined;
  const root = attempt(() => readAsn1(bytes));
  if (!root) return undefined;
  const known = inspectKey(bytes) ?? inspectCms(bytes, root);
  if (known) return known;
  if (isPrivateKey(root))
    return { what: 'A private key or a container of keys. Nothing of it is shown.', facts: [sizeOf(bytes)] };
  return { what: 'ASN.1 of a kind that is not known here.', facts: [sizeOf(bytes)], text: outlineOf(root) };
}

function inspectKey(bytes: Uint8Array): Inspection | undefined {
  const reading = attempt(() => readPublicDer(bytes));
  if (!reading) return undefined;
  if (reading.certificate) return inspectCertificate(reading.certificate, bytes);
  return { what: `A public key: ${describeKey(reading.key)}.`, facts: keyFacts(reading.key) };
}

function inspectCertificate(certificate: Certificate, bytes: Uint8Array): Inspection {
  const { subject, issuer, serial, keyIdentifier, fingerprint, notBefore, notAfter, authority } = certificate;
  const now = Date.now();
  return {
    what: `A certificate of ${subject}.`,
    facts: [
      { name: 'Subject', value: subject },
      { name: 'Issuer', value: issuer === subject ? `${issuer} (self-signed)` : issuer },
      { name: 'Serial', value: serial },
      { name: 'Valid', value: `${new Date(notBefore).toISOString()} to ${new Date(notAfter).toISOString()}` },
      { name: 'Signed with', value: certificate.signedWith },
      { name: 'Fingerprint', value: fingerprint },
      ...(keyIdentifier === undefined ? [] : [{ name: 'Key identifier', value: keyIdentifier }]),
      { name: 'May vouch for others', value: authority ? 'Yes' : 'No' },
      ...keyFacts(certificate.publicKey),
      ...(now > notAfter ? [{ name: 'Warning', value: 'It has expired.' }] : []),
      ...(now < notBefore ? [{ name: 'Warning', value: 'It is not valid yet.' }] : []),
      ...(/^(MD2|MD5|SHA-1) /.test(certificate.signedWith)
        ? [{ name: 'Warning', value: `It is signed with ${certificate.signedWith}, which is weak.` }]
        : []),
    ],
    text: outlineOf(readAsn1(bytes)),
  };
}

function keyFacts(key: KeyObject): Fact[] {
  const digest = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .toUpperCase();
  const bits = key.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : undefined;
  return [
    { name: 'Public key', value: describeKey(key) },
    { name: 'SHA-256 of the public key', value: digest.replace(/..(?=.)/g, '$&:') },
    ...(bits !== undefined && bits < 2048 ? [{ name: 'Warning', value: `RSA with ${bits} bits is weak.` }] : []),
  ];
}

function inspectCms(bytes: Uint8Array, root: Asn1): Inspection | undefined {
  const envelope = attempt(() => readEnvelope(bytes));
  if (envelope) return { what: 'An envelope (CMS).', facts: factsOf(envelope), text: outlineOf(root) };
  const signed = attempt(() => readSignedData(bytes));
  if (!signed) return undefined;
  const facts = attempt(() => factsOfSigned(signed)) ?? [];
  return { what: 'A signed message (CMS). Its signature was not verified.', facts, text: outlineOf(root) };
}

/** PKCS#1, PKCS#8, PKCS#12: they begin with a version. An unknown kind that does so is treated as one, to be safe. */
function isPrivateKey({ children: [first] }: Asn1): boolean {
  return first?.tag === tags.integer;
}

const signatures = [
  { begins: [0x1f, 0x8b], what: 'A file compressed with gzip.' },
  { begins: [0x50, 0x4b, 0x03, 0x04], what: 'A ZIP archive, or a document that is one.' },
  { begins: [0x25, 0x50, 0x44, 0x46], what: 'A PDF document.' },
  { begins: [0x89, 0x50, 0x4e, 0x47], what: 'A PNG image.' },
  { begins: [0xff, 0xd8, 0xff], what: 'A JPEG image.' },
] as const;

function plainText(text: string): Inspection {
  return { what: 'A text of no kind that is known here.', facts: [sizeOf(text)] };
}

function unknownBytes(bytes: Uint8Array): Inspection {
  return { what: 'Bytes of no kind that is known here.', facts: [sizeOf(bytes)] };
}

function sizeOf(value: string | Uint8Array): Fact {
  const size = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
  return { name: 'Size', value: `${size} bytes` };
}

const isReadable = (text: string) => !/[^\P{C}\s]/u.test(text);

function utf8(bytes: Uint8Array): string | undefined {
  return attempt(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text) && attempt(() => JSON.parse(text)) !== undefined;
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
