import { createHash } from 'node:crypto';
import type { Fact } from '../../preload/contract/index.ts';
import { nameOfOid } from './algorithm.ts';
import { describeName } from './envelope-recipient.ts';
import { describeScheme, digestOf, signatureSchemeOf } from './signature-scheme.ts';
import { factsOfSignedBytes } from './signed-bytes.ts';
import type { SignedData, Signer } from './signed-data.ts';

/** What can be said of SignedData without knowing its signers. */
export function factsOfSigned({ contentType, content, signers, certificates }: SignedData): Fact[] {
  return [
    { name: 'Signed message', value: contentType === 'data' ? 'SignedData' : `SignedData around ${contentType}` },
    { name: 'Signed content', value: `${content.length} bytes` },
    ...(certificates.length > 0 ? [{ name: 'Certificates inside', value: String(certificates.length) }] : []),
    ...signers.flatMap((signer) => factsOfSigner(signer, content)),
  ];
}

function factsOfSigner(signer: Signer, content: Uint8Array): Fact[] {
  const { name, attributes } = signer;
  const signed = attributes ? attributes.bytes : content;
  const time = attributes?.signingTime;
  return [
    { name: 'Signer', value: describeName(name) },
    ...factsOfScheme(signer),
    {
      name: 'What is signed',
      value: attributes ? 'Attributes, among them the digest of the content' : 'The content itself',
    },
    ...factsOfSignedBytes(signed, createHash('sha256').update(signed).digest()),
    ...(time === undefined
      ? []
      : [{ name: 'Signed at', value: `${new Date(time).toISOString()}, as the signer says` }]),
  ];
}

function factsOfScheme({ digest, algorithm }: Signer): Fact[] {
  try {
    const contentDigest = digestOf(digest);
    const scheme = signatureSchemeOf(algorithm, contentDigest);
    const weak = scheme.digest === 'sha1' || contentDigest === 'sha1';
    return [
      { name: 'Signature', value: describeScheme(scheme) },
      ...(weak ? [{ name: 'Warning', value: 'The signature is over SHA-1, which is weak.' }] : []),
    ];
  } catch {
    return [{ name: 'Signature', value: `${nameOfOid(algorithm.oid)}, ${nameOfOid(digest.oid)}` }];
  }
}
