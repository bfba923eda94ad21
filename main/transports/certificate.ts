import type { X509Certificate } from 'node:crypto';

type Fact = { name: string; value: string };

/** A certificate and those above it, the server's own first. Ends at a root, which is its own issuer. */
export function chainOf(leaf: X509Certificate): X509Certificate[] {
  const chain = [leaf];
  for (let next = leaf.issuerCertificate; next; next = next.issuerCertificate) {
    if (chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)) break;
    chain.push(next);
  }
  return chain;
}

/** Raw facts for a report. `role`: `Certificate`, `Issuer 1`, … */
export function certificateFacts(certificate: X509Certificate, role: string): Fact[] {
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
