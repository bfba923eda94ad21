import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import { rawOf, readAsn1, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { algorithm, type Der, der, integer, nothing, octets, oid, sequence } from './der.ts';

/** How an envelope is made. */
export interface Sealing {
  /** GCM, unlike CBC, notices when the envelope was changed; fewer programs can open it. */
  cipher: 'cbc' | 'gcm';
  transport: 'pkcs1' | 'oaep';
}

/** What nearly everybody can open: AES-256-CBC, RSA PKCS#1 v1.5. */
export const usualSealing: Sealing = { cipher: 'cbc', transport: 'pkcs1' };

/** Who can open an envelope: the name of a certificate (IssuerAndSerialNumber, DER) and its RSA key. */
export interface SealedFor {
  readonly name: Uint8Array;
  readonly key: KeyObject;
}

const oids = {
  data: '1.2.840.113549.1.7.1',
  enveloped: '1.2.840.113549.1.7.3',
  authEnveloped: '1.2.840.113549.1.9.16.1.23',
  rsa: '1.2.840.113549.1.1.1',
  oaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  sha256: '2.16.840.1.101.3.4.2.1',
  cbc: '2.16.840.1.101.3.4.1.42',
  gcm: '2.16.840.1.101.3.4.1.46',
} as const;

/** `certificate`: PEM. The issuer is taken as it stands there: written anew, its strings might be of another kind. */
export function sealedFor(certificate: string): SealedFor {
  const x509 = new X509Certificate(certificate);
  const body = fieldsOf(readAsn1(x509.raw).children[0], tags.sequence, 'a certificate');
  body.optional(0xa0);
  const serial = body.any('serial number');
  body.any('signature algorithm');
  const issuer = body.any('issuer');
  return { name: Buffer.concat(sequence([rawOf(issuer)], [rawOf(serial)])), key: x509.publicKey };
}

/**
 * A CMS envelope around the content, DER: EnvelopedData (RFC 5652 6.1) with AES-256-CBC or AuthEnvelopedData (RFC 5083)
 * with AES-256-GCM, its key sealed for each recipient with RSA PKCS#1 v1.5 or OAEP and SHA-256. `damaged`: one bit is
 * flipped so that whoever opens it must notice. Throws where a recipient's key is not RSA, or too short.
 */
export function sealEnvelope(
  content: Uint8Array,
  recipients: readonly SealedFor[],
  { cipher, transport }: Sealing,
  damaged = false,
): Uint8Array {
  const key = randomBytes(32);
  const infos = recipients.map((recipient) => Buffer.concat(recipientInfo(recipient, key, transport)));
  const set = der(tags.set, infos.sort(Buffer.compare));
  const body = cipher === 'cbc' ? enveloped(content, key, set, damaged) : authEnveloped(content, key, set, damaged);
  const type = cipher === 'cbc' ? oids.enveloped : oids.authEnveloped;
  return Buffer.concat(sequence(oid(type), der(0xa0, body)));
}

function recipientInfo({ name, key }: SealedFor, contentKey: Uint8Array, transport: Sealing['transport']): Der {
  const hash = algorithm(oids.sha256, nothing);
  const [how, sealed] =
    transport === 'pkcs1'
      ? [algorithm(oids.rsa, nothing), publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, contentKey)]
      : [
          // RSAES-OAEP-params, RFC 8017 A.2.1
          algorithm(oids.oaep, sequence(der(0xa0, hash), der(0xa1, algorithm(oids.mgf1, hash)))),
          publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, contentKey),
        ];
  return sequence(integer(0), [name], how, octets(sealed));
}

function enveloped(content: Uint8Array, key: Uint8Array, recipients: Der, damaged: boolean): Der {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const blocks = [iv, cipher.update(content), cipher.final()];
  const sealed = Buffer.concat(blocks);
  // A bit of the block before the last is the same bit of the last one's padding. Elsewhere a flip might go unnoticed.
  if (damaged) flip(sealed, sealed.length - 17);
  const how = algorithm(oids.cbc, octets(sealed.subarray(0, 16)));
  return sequence(integer(0), recipients, encryptedContent(how, sealed.subarray(16)));
}

function authEnveloped(content: Uint8Array, key: Uint8Array, recipients: Der, damaged: boolean): Der {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  const tag = cipher.getAuthTag();
  if (damaged) flip(tag, 0);
  const how = algorithm(oids.gcm, sequence(octets(nonce), integer(tag.length)));
  return sequence(integer(0), recipients, encryptedContent(how, sealed), octets(tag));
}

function encryptedContent(how: Der, sealed: Uint8Array): Der {
  return sequence(oid(oids.data), how, der(0x80, [sealed]));
}

function flip(bytes: Uint8Array, at: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ 0x80;
}
