import type { Fact, Signature } from '../../preload/contract/index.ts';
import { readCertificate } from '../crypto/certificate.ts';
import { describeName } from '../crypto/envelope-recipient.ts';
import type { Opener } from '../crypto/opener.ts';
import type { SignerVerdict } from '../crypto/signers.ts';
import { factsOfCertificate } from './certificate-facts.ts';
import { factsOf, type LensKey, type LensSource } from './lens.ts';

/** What reading SignedData came to. `signers`: addresses that the certificates which verified it are kept for. */
export type SignedOpening =
  | { state: 'read'; content: Uint8Array; signature: Signature; signers: string[]; facts: Fact[] }
  | { state: 'broken'; reason: string; facts: Fact[] };

/** Reads SignedData, and judges it by the certificates of the keyring. See {@link Lens.openSigned}. */
export async function openSigned(
  source: LensSource,
  opener: Opener,
  signed: string | Uint8Array,
): Promise<SignedOpening | undefined> {
  if (!mayBeCms(signed)) return undefined;
  try {
    const keys = await source.keys();
    const known = keys.map(({ item: { id }, certificate: { issuer, serial, keyIdentifier, publicKey } }) => {
      return { id, issuer, serial, keyIdentifier, key: publicKey };
    });
    const reading = await opener.readSigned(signed, known);
    if (reading?.state !== 'read') return reading;
    const judged = reading.verdicts.map((verdict) => judge(verdict, keys));
    return {
      state: 'read',
      content: reading.content,
      signature: together(judged),
      signers: judged.flatMap(({ signers }) => signers),
      facts: [...reading.facts, ...judged.flatMap(({ facts }) => facts)],
    };
  } catch (error) {
    return { state: 'broken', reason: `It could not be tried: ${(error as Error).message}.`, facts: [] };
  }
}

/** Whether it is worth reading: DER or BER, an armoured block, or S/MIME. Most messages are neither. */
function mayBeCms(signed: string | Uint8Array): boolean {
  if (typeof signed !== 'string' && signed[0] === 0x30 && (signed[1] ?? 0) >= 0x80) return true;
  const beginning = typeof signed === 'string' ? signed.slice(0, 500) : Buffer.from(signed.subarray(0, 500)).toString();
  const isMime = /^[\w-]+:/.test(beginning) && /application\/(x-)?pkcs7-/i.test(beginning);
  return isMime || /^\s*-----BEGIN (PKCS|CMS)/.test(beginning);
}

interface Judged {
  signature: Signature;
  signers: string[];
  facts: Fact[];
}

function judge(verdict: SignerVerdict, keys: readonly LensKey[]): Judged {
  switch (verdict.state) {
    case 'verified':
      return judgeVerified(verdict.by, keys);
    case 'stranger':
      return judgeStranger(verdict.certificate);
    case 'unknown':
      return unknown(`No certificate is kept for its signer (${describeName(verdict.name)}), and none came with it.`);
    case 'unsupported':
      return unknown(verdict.reason);
    case 'wrong':
      return { signature: { state: 'wrong', reason: verdict.reason }, signers: [], facts: [] };
  }
}

/** One certificate may be kept for several addresses. */
function judgeVerified(id: string, keys: readonly LensKey[]): Judged {
  const key = keys.find(({ item }) => item.id === id);
  if (!key) return unknown('The certificate it was checked against was removed from the keyring meanwhile.');
  const same = keys.filter(({ certificate }) => certificate.fingerprint === key.certificate.fingerprint);
  const signers = [...new Set(same.map(({ item }) => item.address))];
  return { signature: { state: 'verified', by: signers.join(', ') }, signers, facts: factsOf('Signed by', key) };
}

function judgeStranger(pem: string): Judged {
  const certificate = readCertificate(pem);
  const reason = `It was signed by the holder of a certificate that came with it (${certificate.subject}), and that nobody vouches for.`;
  return { ...unknown(reason), facts: factsOfCertificate(certificate) };
}

const unknown = (reason: string): Judged => ({
  signature: { state: 'signer-unknown', reason },
  signers: [],
  facts: [],
});

/** Of several signers the one that needs attention most; of good ones all. */
function together(judged: readonly Judged[]): Signature {
  const verdicts = judged.map(({ signature }) => signature);
  const bad = verdicts.find(({ state }) => state === 'wrong') ?? verdicts.find(({ state }) => state !== 'verified');
  if (bad) return bad;
  if (judged.length === 0) return { state: 'unsigned' };
  return { state: 'verified', by: judged.flatMap(({ signers }) => signers).join(', ') };
}
