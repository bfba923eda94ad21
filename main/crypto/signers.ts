import { createHash, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Fact } from '../../preload/contract/index.ts';
import { type Certificate, isNamed, readCertificate } from './certificate.ts';
import type { RecipientName } from './envelope-recipient.ts';
import { CryptoProblem, explain } from './problem.ts';
import { digestOf, isSignedBy, signatureSchemeOf } from './signature-scheme.ts';
import { readSignedData, type SignedData, type Signer } from './signed-data.ts';
import { factsOfSigned } from './signed-facts.ts';

/** A certificate that the user keeps: what it is called in messages, and its public key. */
export interface KnownKey extends Pick<Certificate, 'issuer' | 'serial' | 'keyIdentifier'> {
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * What a signature came to. `by`: id of the known key. `stranger`: it holds for a certificate that came with it, PEM,
 * for which nobody vouches. `unknown`: there is no certificate to check it against.
 * `unsupported`: how it was made is refused by name.
 */
export type SignerVerdict =
  | { state: 'verified'; by: string }
  | { state: 'stranger'; certificate: string }
  | { state: 'unknown'; name: RecipientName }
  | { state: 'unsupported'; reason: string }
  | { state: 'wrong'; reason: string };

export type SignedReading =
  | { state: 'read'; content: Uint8Array; verdicts: SignerVerdict[]; facts: Fact[] }
  | { state: 'broken'; reason: string; facts: Fact[] };

/** Reads SignedData and judges each of its signers. Nothing where it is CMS of another kind. */
export function readSigned(input: string | Uint8Array, known: readonly KnownKey[]): SignedReading | undefined {
  try {
    const signed = readSignedData(input);
    if (!signed) return undefined;
    const verdicts = signed.signers.map((signer) => verdictOf(signed, signer, known));
    return { state: 'read', content: signed.content, verdicts, facts: factsOfSigned(signed) };
  } catch (error) {
    return { state: 'broken', reason: explain(error, 'signed message'), facts: [] };
  }
}

/** A signer of a foreign kind must not keep us from the others. */
function verdictOf(signed: SignedData, signer: Signer, known: readonly KnownKey[]): SignerVerdict {
  try {
    return judge(signed, signer, known);
  } catch (error) {
    if (!(error instanceof CryptoProblem && error.fault === 'unsupported')) throw error;
    return { state: 'unsupported', reason: `The signature cannot be checked here: ${error.message}.` };
  }
}

function judge(signed: SignedData, signer: Signer, known: readonly KnownKey[]): SignerVerdict {
  const digest = digestOf(signer.digest);
  const scheme = signatureSchemeOf(signer.algorithm, digest);
  const unlike = contentChanged(signed, signer, digest);
  if (unlike !== undefined) return { state: 'wrong', reason: unlike };
  const bytes = signer.attributes?.bytes ?? signed.content;
  const holds = (key: KeyObject) => isSignedBy(scheme, bytes, signer.signature, key);
  const kept = known.filter((key) => isNamed(key, signer.name));
  const by = kept.find(({ key }) => holds(key));
  if (by) return { state: 'verified', by: by.id };
  if (kept.length > 0) return { state: 'wrong', reason: notSigned };
  const embedded = embeddedOf(signed, signer.name);
  if (!embedded) return { state: 'unknown', name: signer.name };
  return holds(embedded.publicKey)
    ? { state: 'stranger', certificate: embedded.pem }
    : { state: 'wrong', reason: notSigned };
}

const notSigned = 'The signature does not belong to what was signed: one of them was changed, or another key signed.';

/** Why the content is not the one whose digest was signed. */
function contentChanged(
  { content, contentType }: SignedData,
  { attributes }: Signer,
  digest: string,
): string | undefined {
  // RFC 5652 5.3: they must be there unless the content is of the type data.
  if (!attributes) {
    return contentType === 'data' ? undefined : `It is ${contentType} without the attributes that must be signed then.`;
  }
  if (attributes.contentType !== contentType) {
    return `What was signed was ${attributes.contentType}, not ${contentType}.`;
  }
  const actual = createHash(digest).update(content).digest();
  const { messageDigest } = attributes;
  const same = messageDigest.length === actual.length && timingSafeEqual(messageDigest, actual);
  return same ? undefined : 'The content is not the one that was signed: it was changed.';
}

/** The certificate inside that the signer names. One that cannot be read is none. */
function embeddedOf({ certificates }: SignedData, name: RecipientName): Certificate | undefined {
  for (const der of certificates) {
    try {
      const certificate = readCertificate(der);
      if (isNamed(certificate, name)) return certificate;
    } catch {}
  }
  return undefined;
}
