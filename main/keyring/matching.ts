import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Certificate } from '../crypto/certificate.ts';
import type { Material } from './material.ts';

/** One thing found, under its id. `source`: name of the file, empty for pasted text. */
export type Part = { id: string; source: string; tried: boolean; material: Material };

/** A certificate of the keyring, and whether its private key is at hand. */
export interface KnownCertificate {
  readonly item: string;
  readonly certificate: Certificate;
  readonly hasKey: boolean;
}

/** Not by `equals`: for keys of two kinds it leaves an error behind that the next call of `node:crypto` throws (24.21). */
export function isSameKey(one: KeyObject, other: KeyObject): boolean {
  const bytes = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
  return bytes(one).equals(bytes(other));
}

/** The private key that belongs to a public one, among the parts. */
export function privateKeyFor(publicKey: KeyObject, parts: readonly Part[]): KeyObject | undefined {
  return parts.flatMap(({ material }) =>
    material.kind === 'private-key' && isSameKey(createPublicKey(material.key), publicKey) ? [material.key] : [],
  )[0];
}

/** The keyring item that has the private key of a public one at hand. */
export function keyHolder(publicKey: KeyObject, known: readonly KnownCertificate[]): string | undefined {
  return known.find(({ hasKey, certificate }) => hasKey && isSameKey(certificate.publicKey, publicKey))?.item;
}

type Match = { certificate: Certificate } & ({ from: 'reading'; part: string } | { from: 'keyring'; item: string });

/** The certificate of a private key that holds longest; one that was given goes before one that is kept. */
export function certificateFor(
  key: KeyObject,
  parts: readonly Part[],
  known: readonly KnownCertificate[],
): Match | undefined {
  const publicKey = createPublicKey(key);
  const longest = (matches: Match[]) =>
    matches
      .filter(({ certificate }) => isSameKey(certificate.publicKey, publicKey))
      .sort((one, other) => other.certificate.notAfter - one.certificate.notAfter)[0];
  const given = parts.flatMap(({ id, material }): Match[] =>
    material.kind === 'certificate' ? [{ from: 'reading', part: id, certificate: material.certificate }] : [],
  );
  return longest(given) ?? longest(known.map(({ item, certificate }) => ({ from: 'keyring', item, certificate })));
}

const chainLimit = 10;
/** Certificates of the same name are tried as issuers, no more than these. */
const namesakes = 5;

/** The parts that vouch for a certificate, one for the other, nearest first. */
export function chainOf(certificate: Certificate, parts: readonly Part[]): { id: string; certificate: Certificate }[] {
  const chain: { id: string; certificate: Certificate }[] = [];
  for (let current = certificate; chain.length < chainLimit && current.subject !== current.issuer; ) {
    const next = parts
      .flatMap(({ id, material }) =>
        material.kind === 'certificate' ? [{ id, certificate: material.certificate }] : [],
      )
      .filter((above) => above.certificate.subject === current.issuer && above.certificate !== current)
      .slice(0, namesakes)
      .find((above) => isSignedBy(current, above.certificate));
    if (!next || chain.some(({ id }) => id === next.id)) break;
    chain.push(next);
    current = next.certificate;
  }
  return chain;
}

function isSignedBy({ pem }: Certificate, { publicKey }: Certificate): boolean {
  try {
    return new X509Certificate(pem).verify(publicKey);
  } catch {
    return false;
  }
}
