import type { Fact } from '../../preload/contract/index.ts';
import type { Certificate } from '../crypto/certificate.ts';
import { warningsOf } from './item.ts';

/** What is to be shown of a certificate beside a verdict, and what is weak or out of date about it. */
export function factsOfCertificate(certificate: Certificate): Fact[] {
  const { subject, serial, fingerprint, notBefore, notAfter, algorithm } = certificate;
  return [
    { name: 'Certificate', value: `${subject}, serial ${serial}, ${algorithm}` },
    { name: 'Fingerprint', value: fingerprint },
    { name: 'Valid', value: `${day(notBefore)} to ${day(notAfter)}` },
    ...warningsOf(certificate, Date.now()).map(({ text }) => ({ name: 'Warning', value: text })),
  ];
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
