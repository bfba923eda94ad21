import { createHash, createPublicKey, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { rawOf, readAsn1, tags } from './asn1.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { algorithm, type Der, der, integer, nothing, octets, oid, sequence } from './der.ts';
import { writePem } from './pem.ts';

/**
 * Makes a self-signed certificate, RFC 5280 4, that holds from an hour ago, so that clocks may differ. Nothing for keys
 * that cannot sign: only RSA, EC and Ed25519 can here.
 */
export function makeCertificate(
  key: KeyObject,
  { commonName, days }: { commonName: string; days: number },
): Certificate | undefined {
  const signing = signingOf(key);
  if (!signing) return undefined;
  const publicKey = spkiOf(key);
  const name = nameOf(commonName);
  const begin = Date.now() - 3_600_000;
  const body = sequence(
    der(0xa0, integer(2)),
    der(tags.integer, [serialNumber()]),
    signing.algorithm,
    name,
    sequence(time(begin), time(begin + days * 86_400_000)),
    name,
    [publicKey],
    der(0xa3, sequence(...extensions(publicKey, usages[key.asymmetricKeyType ?? '']))),
  );
  return readCertificate(signed(body, signing, key));
}

/**
 * A PKCS#10 certificate request, RFC 2986, PEM: the subject of a certificate, signed by its private key. Nothing for keys
 * that cannot sign, as with {@link makeCertificate}.
 */
export function makeRequest(key: KeyObject, certificate: string): string | undefined {
  const signing = signingOf(key);
  if (!signing) return undefined;
  const body = sequence(integer(0), [subjectOf(certificate)], [spkiOf(key)], der(0xa0));
  return textOf('CERTIFICATE REQUEST', signed(body, signing, key));
}

/** PEM with line ends as every tool on every system reads them. */
export function textOf(label: string, bytes: Uint8Array): string {
  return writePem(label, bytes).replaceAll('\r\n', '\n');
}

interface Signing {
  readonly algorithm: Der;
  /** As `node:crypto` calls it. */
  readonly hash: string | null;
}

function signingOf({ asymmetricKeyType }: KeyObject): Signing | undefined {
  switch (asymmetricKeyType) {
    case 'rsa':
      return { algorithm: algorithm('1.2.840.113549.1.1.11', nothing), hash: 'sha256' };
    case 'ec':
      return { algorithm: algorithm('1.2.840.10045.4.3.2'), hash: 'sha256' };
    case 'ed25519':
      return { algorithm: algorithm('1.3.101.112'), hash: null };
    default:
      return undefined;
  }
}

function signed(body: Der, { algorithm, hash }: Signing, key: KeyObject): Uint8Array {
  const signature = sign(hash, Buffer.concat(body), key);
  return Buffer.concat(sequence(body, algorithm, bits(signature)));
}

function bits(bytes: Uint8Array): Der {
  return der(tags.bitString, [Uint8Array.of(0), bytes]);
}

function spkiOf(key: KeyObject): Uint8Array {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** Positive and without leading zeros, RFC 5280 4.1.2.2. */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

/** A name of one part, the common name in UTF-8. */
function nameOf(commonName: string): Der {
  return sequence(der(tags.set, sequence(oid('2.5.4.3'), der(0x0c, [Buffer.from(commonName)]))));
}

/** RFC 5280 4.1.2.5: two digits for the year up to 2049, four from 2050 on. */
function time(milliseconds: number): Der {
  const text = `${new Date(milliseconds).toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`;
  return text < '2050' ? der(0x17, [Buffer.from(text.slice(2))]) : der(0x18, [Buffer.from(text)]);
}

/**
 * KeyUsage, RFC 5280 4.2.1.3, as a BIT STRING has it: signatures; with RSA also keys and content, with EC key agreement.
 */
const usages: Readonly<Record<string, Uint8Array>> = {
  rsa: Uint8Array.of(4, 0b1011_0000),
  ec: Uint8Array.of(3, 0b1000_1000),
};
const signaturesOnly = Uint8Array.of(7, 0b1000_0000);

/** It vouches for no other; it is named by its public key, RFC 7093 2. */
function extensions(publicKey: Uint8Array, usage: Uint8Array = signaturesOnly): Der[] {
  const bitsOfKey = readAsn1(publicKey).children[1];
  const identifier = createHash('sha256')
    .update(bitsOfKey ? publicKey.subarray(bitsOfKey.start + 1, bitsOfKey.end) : publicKey)
    .digest()
    .subarray(0, 20);
  const critical: Der = [Uint8Array.of(0x01, 1, 0xff)];
  const extension = (type: string, value: Der, ...flags: Der[]) =>
    sequence(oid(type), ...flags, octets(Buffer.concat(value)));
  return [
    extension('2.5.29.19', sequence(), critical),
    extension('2.5.29.15', der(tags.bitString, [usage]), critical),
    extension('2.5.29.14', octets(identifier)),
  ];
}

/** The subject as it stands in a certificate. */
function subjectOf(certificate: string): Uint8Array {
  const [body] = readAsn1(new X509Certificate(certificate).raw).children;
  const fields = body?.children ?? [];
  const subject = fields[fields[0]?.tag === 0xa0 ? 5 : 4];
  return subject ? rawOf(subject) : new Uint8Array();
}
