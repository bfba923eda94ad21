import type { CertificateFacts, KeyringItem, KeyWarning, SecretState } from '../../preload/contract/index.ts';
import { type Certificate, readCertificate } from '../crypto/certificate.ts';
import type { Stored } from './keyring-file.ts';

/** What the interface is told of a kept item. `key`: where its private or shared key is. */
export function describeItem(
  stored: Stored,
  { key, usedBy }: { key: SecretState | undefined; usedBy: string[] },
): KeyringItem {
  const { id, address, demo } = stored;
  const every = { id, address, demo, usedBy };
  if (stored.kind === 'shared') {
    const { kind, bits, fingerprint } = stored;
    return { ...every, kind, bits, fingerprint, key: key ?? 'unknown' };
  }
  const certificate = certificateOf(stored.certificate);
  const certified = {
    ...every,
    ...factsOf(certificate),
    chain: stored.chain.map((pem) => factsOf(certificateOf(pem))),
    warnings: warningsOf(certificate, Date.now()),
  };
  if (stored.kind === 'peer') return { ...certified, kind: 'peer' };
  return { ...certified, kind: 'identity', privateKey: key ?? 'unknown' };
}

/** What was read of kept certificates, by their texts: reading them is slow, asking for items frequent. */
const read = new Map<string, Certificate>();
const readLimit = 2000;

/** A certificate that is kept, and so can be read. */
export function certificateOf(pem: string): Certificate {
  const known = read.get(pem) ?? readCertificate(pem);
  if (read.size >= readLimit) read.clear();
  read.set(pem, known);
  return known;
}

export function factsOf(certificate: Certificate): CertificateFacts {
  const { subject, issuer, serial, fingerprint, notBefore, notAfter, algorithm, authority, pem } = certificate;
  return { subject, issuer, serial, fingerprint, notBefore, notAfter, algorithm, authority, certificate: pem };
}

const day = 24 * 3600 * 1000;
/** How long before its end a certificate is warned about. */
const soon = 30 * day;

/** `now` in milliseconds since 1970. */
export function warningsOf({ notBefore, notAfter, publicKey, signedWith }: Certificate, now: number): KeyWarning[] {
  const bits = publicKey.asymmetricKeyType === 'rsa' ? (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) : undefined;
  const date = (time: number) => new Date(time).toISOString().slice(0, 10);
  const warnings: KeyWarning[] = [];
  if (now > notAfter) warnings.push({ code: 'expired', text: `The certificate expired on ${date(notAfter)}.` });
  else if (notAfter - now < soon)
    warnings.push({ code: 'expires-soon', text: `The certificate expires on ${date(notAfter)}.` });
  if (now < notBefore)
    warnings.push({ code: 'not-yet-valid', text: `The certificate is not valid before ${date(notBefore)}.` });
  if (bits !== undefined && bits < 2048)
    warnings.push({ code: 'weak-key', text: `RSA with ${bits} bits is weak: 2048 is the least to use.` });
  if (/^(MD2|MD5|SHA-1) with /.test(signedWith))
    warnings.push({ code: 'weak-signature', text: `The certificate is signed with ${signedWith}, which is weak.` });
  return warnings;
}
