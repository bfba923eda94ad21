import { z } from 'zod';
import { longestText } from '../crypto/rsa-text.ts';
import { bytesOf, fieldProblem, plainContent, sealedBytes, sealedContent, sealedMeta } from './content.ts';
import { identityField, privateKeyOf, publicKeyFields, publicKeysOf } from './keys.ts';
import { bytesOutput, result, tool } from './tool.ts';

const padding = z
  .enum(['pkcs1', 'oaep-sha1', 'oaep-sha256'])
  .default('pkcs1')
  .meta({
    title: 'Padding',
    labels: { pkcs1: 'PKCS#1 v1.5', 'oaep-sha1': 'OAEP with SHA-1', 'oaep-sha256': 'OAEP with SHA-256' },
  });

export const encryptRsa = tool({
  title: 'Encrypt with RSA',
  summary: 'A short content, or a key, for the holder of a certificate. Long contents need an envelope.',
  input: z.strictObject({
    content: plainContent.meta({ title: 'Content', kind: 'content' }),
    ...publicKeyFields,
    padding,
  }),
  async run({ content, padding, ...chosen }, bench) {
    const [{ key, owner, facts }] = publicKeysOf(chosen, bench);
    const field = chosen.keyFrom === 'keyring' ? 'address' : 'publicKey';
    if (key.asymmetricKeyType !== 'rsa') throw fieldProblem(field, 'This is no RSA key');
    const bytes = bytesOf(content);
    const longest = longestText(key, padding);
    if (bytes.length > longest) {
      throw fieldProblem('content', `This has ${bytes.length} bytes; ${Math.max(0, longest)} fit under this key`);
    }
    const sealed = await bench.opener.operate('encryptRsa', { content: bytes, key, padding });
    return result(`Encrypted for ${owner}: ${sealed.length} bytes.`, { output: bytesOutput(sealed), facts });
  },
});

export const decryptRsa = tool({
  title: 'Decrypt with RSA',
  summary: 'What was encrypted for one of your identities with RSA itself, without an envelope.',
  input: z.strictObject({
    sealed: sealedContent.meta(sealedMeta('Encrypted')),
    identity: identityField,
    padding,
  }),
  async run({ sealed, identity, padding }, bench) {
    const key = await privateKeyOf(identity, 'identity', bench);
    if (key.asymmetricKeyType !== 'rsa') throw fieldProblem('identity', 'This is no RSA key');
    const content = sealedBytes(sealed, 'sealed');
    const opened = await bench.opener.operate('decryptRsa', { content, key, padding });
    if (!opened) {
      const reason = 'It does not open: the key or the padding is another, or it was damaged.';
      return { ...result(reason), opened: { state: 'broken', reason } };
    }
    return {
      ...result(`Decrypted with ${identity}: ${opened.length} bytes.`, { output: bytesOutput(opened) }),
      opened: { state: 'opened', by: identity },
    };
  },
});
