import type { X509Certificate } from 'node:crypto';
import type { Fact } from '../../preload/contract/index.ts';

/** Raw facts of a server's certificate and of those above it, for a report. */
export function chainFacts(leaf: X509Certificate): Fact[] {
  return chainOf(leaf).flatMap((certificate, at) => factsOf(certificate, at === 0 ? 'Certificate' : `Issuer ${at}`));
}

/** Ends at a root, which is its own issuer. */
function chainOf(leaf: X509Certificate): X509Certificate[] {
  const chain = [leaf];
  for (let next = leaf.issuerCertificate; next; next = next.issuerCertificate) {
    const { fingerprint256 } = next;
    if (chain.some((known) => known.fingerprint256 === fingerprint256)) break;
    chain.push(next);
  }
  return chain;
}

function factsOf(certificate: X509Certificate, role: string): Fact[] {
  const names = certificate.subjectAltName;
  return [
    { name: role, value: oneLine(certificate.subject) },
    { name: `${role}: issued by`, value: oneLine(certificate.issuer) },
    { name: `${role}: valid`, value: validity(certificate) },
    { name: `${role}: SHA-256 fingerprint`, value: certificate.fingerprint256 },
    ...(names ? [{ name: `${role}: names`, value: names }] : []),
  ];
}

/** In one line, for the detail of a reason. */
export function summary(certificate: X509Certificate): string {
  const subject = oneLine(certificate.subject);
  return `${subject}; ${validity(certificate)}; SHA-256 ${certificate.fingerprint256}`;
}

function validity(certificate: X509Certificate): string {
  return `${certificate.validFrom} to ${certificate.validTo}`;
}

/** Names come as one line per part, and are empty where a certificate has none. */
function oneLine(name: string | undefined): string {
  return name ? name.split('\n').join(', ') : '(no name)';
}

/** Hex digits of a fingerprint, however it was written. */
export function bareFingerprint(text: string): string {
  return text.replaceAll(':', '').trim().toUpperCase();
}
