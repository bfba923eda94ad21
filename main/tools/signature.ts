import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Signature } from '../../preload/contract/index.ts';
import type { SignatureScheme } from '../crypto/signature-scheme.ts';
import { bytesOf, fieldProblem, plainContent, sealedBytes, sealedContent, sealedMeta } from './content.ts';
import { type ChosenKey, identityField, privateKeyOf, publicKeyFields, publicKeysOf } from './keys.ts';
import { bytesOutput, result, tool, warning } from './tool.ts';

const content = plainContent.meta({
  title: 'Content',
  description: 'Exactly what was signed: every space and line end counts.',
  kind: 'content',
});
const scheme = z
  .enum(['sha256', 'sha384', 'sha512', 'sha1', 'pss-sha256', 'pss-sha512'])
  .default('sha256')
  .meta({
    title: 'Method',
    description: 'With a key on an elliptic curve: ECDSA with the same hash.',
    labels: {
      sha256: 'RSA PKCS#1 v1.5 with SHA-256',
      sha384: 'RSA PKCS#1 v1.5 with SHA-384',
      sha512: 'RSA PKCS#1 v1.5 with SHA-512',
      sha1: 'RSA PKCS#1 v1.5 with SHA-1 (weak)',
      'pss-sha256': 'RSA-PSS with SHA-256',
      'pss-sha512': 'RSA-PSS with SHA-512',
    },
  });
type Method = z.output<typeof scheme>;

/** Bytes of salt of RSA-PSS: as many as the digest has, as most programs take. */
const saltLengths = { 'pss-sha256': 32, 'pss-sha512': 64 } as const;

function schemeOf(method: Method, key: KeyObject): SignatureScheme {
  const digest = method.replace('pss-', '');
  if (key.asymmetricKeyType === 'ec') return { kind: 'ec', digest };
  if (method === 'pss-sha256' || method === 'pss-sha512') {
    return { kind: 'rsa-pss', digest, saltLength: saltLengths[method] };
  }
  return { kind: 'rsa', digest };
}

const warningsOf = (method: Method) =>
  method === 'sha1' ? [warning('SHA-1 is weak: a signature over it may be made for two contents.')] : [];

export const verify = tool({
  title: 'Verify a signature',
  summary: 'Checks whether a signature belongs to a content and a key.',
  input: z.strictObject({
    content,
    signature: sealedContent.meta(sealedMeta('Signature')),
    ...publicKeyFields,
    scheme,
  }),
  async run({ content, signature: sealed, scheme, ...chosen }, bench) {
    const keys = publicKeysOf(chosen, bench);
    const [bytes, signature] = [bytesOf(content), sealedBytes(sealed, 'signature')];
    if (signature.length === 0) throw fieldProblem('signature', 'Give the signature');
    const facts = [{ name: 'Signature', value: `${signature.length} bytes` }, ...warningsOf(scheme)];
    for (const { key, owner, facts: about } of keys) {
      const isRight = await bench.opener.operate('verify', {
        scheme: schemeOf(scheme, key),
        content: bytes,
        signature,
        key,
      });
      if (!isRight) continue;
      const verdict: Signature = { state: 'verified', by: owner };
      return {
        ...result(`The signature holds: ${owner} signed exactly this.`, { facts: [...facts, ...about] }),
        signature: verdict,
      };
    }
    const reason = whyWrong(signature, keys);
    const about = keys.flatMap((key) => key.facts);
    return { ...result(reason, { facts: [...facts, ...about] }), signature: { state: 'wrong', reason } };
  },
});

function whyWrong(signature: Uint8Array, keys: readonly ChosenKey[]): string {
  const lengths = keys.flatMap(({ key }) =>
    key.asymmetricKeyType === 'rsa' ? [(key.asymmetricKeyDetails?.modulusLength ?? 0) >> 3] : [],
  );
  if (lengths.length === keys.length && !lengths.includes(signature.length)) {
    return `The signature has ${signature.length} bytes; this key makes ${lengths.join(' or ')}.`;
  }
  return 'Content, signature, key and method do not belong together: one of them is another.';
}

export const sign = tool({
  title: 'Sign',
  summary: 'Signs a content with one of your identities.',
  input: z.strictObject({ content, identity: identityField, scheme }),
  async run({ content, identity, scheme }, bench) {
    const key = await privateKeyOf(identity, 'identity', bench);
    if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'ec') {
      throw fieldProblem('identity', 'Its key is neither RSA nor on an elliptic curve');
    }
    const signature = await bench.opener.operate('sign', {
      scheme: schemeOf(scheme, key),
      content: bytesOf(content),
      key,
    });
    return result(`Signed as ${identity}: ${signature.length} bytes.`, {
      output: bytesOutput(signature),
      facts: [{ name: 'Signature in base64', value: Buffer.from(signature).toString('base64') }, ...warningsOf(scheme)],
    });
  },
});
