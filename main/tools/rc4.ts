import { z } from 'zod';
import { bytesOf, bytesOfWritten, fieldProblem, plainContent, sealedBytes } from './content.ts';
import { bytesOutput, result, tool, warning } from './tool.ts';

/** Seed and key are joined by a colon, as AppWebsocket does. */
export const rc4 = tool({
  title: 'RC4 with seed and key',
  summary: 'Encrypts and decrypts alike.',
  input: z.strictObject({
    content: plainContent.meta({ title: 'Content', kind: 'content', forms: ['text', 'binary'] }),
    written: z
      .enum(['text', 'bytes'])
      .default('text')
      .meta({ title: 'A text stands for', labels: { text: 'Itself: encrypt it', bytes: 'Hex or base64: decrypt it' } }),
    key: z.string().max(10_000).optional().meta({ title: 'Key', secret: true }),
    keyAs: z
      .enum(['text', 'bytes'])
      .default('text')
      .meta({ title: 'The key is', labels: { text: 'Text, used as it is', bytes: 'Hex or base64' } }),
    seed: z.string().max(1000).default('').meta({ title: 'Seed', description: 'Stands before the key, with a colon.' }),
  }),
  async run({ content, written, key = '', keyAs, seed }, { opener }) {
    const secret = keyAs === 'bytes' ? bytesOfWritten(key, 'key') : Buffer.from(key);
    const whole = seed === '' ? secret : Buffer.concat([Buffer.from(`${seed}:`), secret]);
    if (secret.length === 0) throw fieldProblem('key', 'Give the key');
    const bytes = written === 'bytes' ? sealedBytes(content, 'content') : bytesOf(content);
    const output = await opener.operate('rc4', { key: whole, content: bytes });
    const facts = [
      ...(whole.length > 256 ? [warning('Only the first 256 bytes of seed and key count.')] : []),
      warning('RC4 is broken and has no integrity: a wrong key gives bytes, too.'),
    ];
    return result(`${output.length} bytes.`, { output: bytesOutput(output), facts });
  },
});
