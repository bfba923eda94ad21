import { z } from 'zod';
import { bytesOf, bytesOfWritten, fieldProblem, hexOf, plainContent } from './content.ts';
import { result, textOutput, tool, warning } from './tool.ts';

const names = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;

export const hash = tool({
  title: 'Hash or HMAC',
  summary: 'The digest of a content, and with a key its HMAC.',
  input: z.strictObject({
    content: plainContent.meta({ title: 'Content', kind: 'content' }),
    algorithm: z
      .enum(['sha256', 'sha384', 'sha512', 'sha1', 'md5'])
      .default('sha256')
      .meta({ title: 'Algorithm', labels: { ...names, sha1: 'SHA-1 (weak)', md5: 'MD5 (weak)' } }),
    keyed: z
      .enum(['none', 'text', 'bytes'])
      .default('none')
      .meta({
        title: 'Key of an HMAC',
        labels: { none: 'None: a plain hash', text: 'Text, used as it is', bytes: 'Hex or base64' },
      }),
    key: z
      .string()
      .max(10_000)
      .optional()
      .meta({ title: 'Key', secret: true, showWhen: { field: 'keyed', oneOf: ['text', 'bytes'] } }),
  }),
  async run({ content, algorithm, keyed, key = '' }, { opener }) {
    const secret = keyed === 'bytes' ? bytesOfWritten(key, 'key') : Buffer.from(key);
    if (keyed !== 'none' && secret.length === 0) throw fieldProblem('key', 'Give the key');
    const bytes = bytesOf(content);
    const input = { digest: algorithm, content: bytes, key: keyed === 'none' ? undefined : secret };
    const digest = await opener.operate('hash', input);
    const name = keyed === 'none' ? names[algorithm] : `HMAC with ${names[algorithm]}`;
    // Of an HMAC nothing is known to be broken by what is wrong with the hash.
    const isWeak = keyed === 'none' && (algorithm === 'md5' || algorithm === 'sha1');
    return result(`${name} of ${bytes.length} bytes.`, {
      output: textOutput(hexOf(digest)),
      facts: [
        { name: 'In base64', value: Buffer.from(digest).toString('base64') },
        ...(isWeak ? [warning(`${names[algorithm]} is weak: two contents with the same hash can be made.`)] : []),
      ],
    });
  },
});
