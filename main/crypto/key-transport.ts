import type { KeyObject } from 'node:crypto';
import { type Algorithm, algorithmOf, nameOfOid } from './algorithm.ts';
import { type Asn1, octetsOf, tags } from './asn1.ts';
import { fieldsOf } from './asn1-fields.ts';
import { describeDigest, digests } from './digest.ts';
import { CryptoProblem } from './problem.ts';
import { unwrapOaep, unwrapPkcs1 } from './rsa.ts';

/** How the content's key is sealed for one recipient. */
export type KeyTransport = { padding: 'pkcs1' } | { padding: 'oaep'; hash: string; label: Uint8Array };

const sha1 = '1.3.14.3.2.26';

/** Throws a {@link CryptoProblem} `unsupported`, or `malformed` for the parameters of OAEP. */
export function keyTransportOf({ oid, parameters }: Algorithm): KeyTransport {
  if (oid === '1.2.840.113549.1.1.1') return { padding: 'pkcs1' };
  if (oid !== '1.2.840.113549.1.1.7') {
    throw new CryptoProblem('unsupported', `its key is sealed with ${nameOfOid(oid)}`);
  }
  // RSAES-OAEP-params, RFC 8017 A.2.1: everything is optional, with SHA-1 as default.
  const fields = parameters?.tag === tags.sequence ? fieldsOf(parameters, tags.sequence, 'OAEP') : undefined;
  const hash = inner(fields?.optional(0xa0))?.oid ?? sha1;
  const mask = inner(fields?.optional(0xa1));
  const maskHash = mask?.parameters ? algorithmOf(mask.parameters).oid : sha1;
  const label = inner(fields?.optional(0xa2))?.parameters;
  const name = digests[hash];
  if (!name || maskHash !== hash) {
    throw new CryptoProblem(
      'unsupported',
      `its key is sealed with OAEP of ${nameOfOid(hash)} and ${nameOfOid(maskHash)}`,
    );
  }
  return { padding: 'oaep', hash: name, label: label ? octetsOf(label) : new Uint8Array() };
}

function inner(tagged: Asn1 | undefined): Algorithm | undefined {
  return tagged && algorithmOf(tagged.children[0]);
}

export function describeKeyTransport(transport: KeyTransport): string {
  return transport.padding === 'pkcs1' ? 'RSA PKCS#1 v1.5' : `RSA-OAEP (${describeDigest(transport.hash)})`;
}

/** A key of `length` bytes; for PKCS#1 v1.5 a random one where it does not come out right. May throw for OAEP. */
export function unwrapKey(transport: KeyTransport, sealed: Uint8Array, key: KeyObject, length: number): Uint8Array {
  if (transport.padding === 'pkcs1') return unwrapPkcs1(sealed, key, length);
  return unwrapOaep(sealed, key, transport.hash, transport.label);
}
