import { type KeyObject, X509Certificate } from 'node:crypto';
import { algorithmOf, nameOfOid } from './algorithm.ts';
import { contentOf, expectTag, hexOf, integerOf, octetsOf, oidOf, readAsn1, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { nameOf } from './distinguished-name.ts';
import type { RecipientName } from './envelope-recipient.ts';
import { CryptoProblem } from './problem.ts';

/** What is to be known of an X.509 certificate. */
export interface Certificate {
  /** Names as {@link nameOf} writes them; the serial number and key identifier in upper-case hex. */
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly keyIdentifier: string | undefined;
  /** SHA-256, hex pairs with colons. */
  readonly fingerprint: string;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** `RSA 2048`, `EC prime256v1`, … */
  readonly algorithm: string;
  /** How it is signed: `SHA-256 with RSA`, … */
  readonly signedWith: string;
  /** It may vouch for others: CA in its basic constraints. */
  readonly authority: boolean;
  readonly publicKey: KeyObject;
  /** PEM, this certificate and nothing else. */
  readonly pem: string;
}

/** Reads one certificate, PEM or DER. Throws a {@link CryptoProblem} `malformed`. */
export function readCertificate(input: string | Uint8Array): Certificate {
  const x509 = parse(input);
  const { publicKey } = x509;
  return {
    ...namesOf(x509.raw),
    fingerprint: x509.fingerprint256,
    notBefore: Date.parse(x509.validFrom),
    notAfter: Date.parse(x509.validTo),
    algorithm: describeKey(publicKey),
    authority: x509.ca,
    publicKey,
    pem: x509.toString(),
  };
}

function parse(input: string | Uint8Array): X509Certificate {
  try {
    const x509 = new X509Certificate(input);
    x509.publicKey.export({ type: 'spki', format: 'der' });
    if (Number.isNaN(Date.parse(x509.validFrom) + Date.parse(x509.validTo))) throw new RangeError('no dates');
    return x509;
  } catch {
    throw new CryptoProblem('malformed', 'the certificate is damaged or of an unknown kind');
  }
}

/** TBSCertificate, RFC 5280 4.1. */
function namesOf(der: Uint8Array): Pick<Certificate, 'subject' | 'issuer' | 'serial' | 'keyIdentifier' | 'signedWith'> {
  const [signed, signature] = readAsn1(der).children;
  const body = fieldsOf(signed, tags.sequence, 'a certificate');
  body.optional(0xa0);
  const serial = integerOf(body.any('serial number'));
  body.any('signature algorithm');
  const issuer = nameOf(body.any('issuer'));
  body.any('validity');
  const subject = nameOf(body.any('subject'));
  const extensions = body.rest().find(({ tag }) => tag === 0xa3)?.children[0]?.children ?? [];
  const identifier = extensions.find(({ children: [type] }) => type && oidOf(type) === subjectKeyIdentifier);
  const wrapped = identifier?.children.at(-1);
  return {
    subject,
    issuer,
    serial,
    keyIdentifier: wrapped && keyIdentifierOf(octetsOf(wrapped)),
    signedWith: nameOfOid(algorithmOf(signature).oid),
  };
}

const subjectKeyIdentifier = '2.5.29.14';

function keyIdentifierOf(extension: Uint8Array): string {
  const value = expectTag(readAsn1(extension), tags.octetString, 'a key identifier');
  return hexOf(contentOf(value));
}

export function describeKey(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return [key.asymmetricKeyType?.toUpperCase(), modulusLength ?? namedCurve].filter(Boolean).join(' ');
}

/** Whether an envelope's recipient is the one that the certificate names. */
export function isNamed(
  { issuer, serial, keyIdentifier }: Pick<Certificate, 'issuer' | 'serial' | 'keyIdentifier'>,
  name: RecipientName,
): boolean {
  return name.by === 'issuer' ? name.issuer === issuer && name.serial === serial : name.keyIdentifier === keyIdentifier;
}
