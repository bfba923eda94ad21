import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { gcmTagLength } from '../crypto/aes.ts';
import {
  bytesOf,
  bytesOfWritten,
  fieldProblem,
  hexOf,
  plainContent,
  sealedBytes,
  sealedContent,
  sealedMeta,
  writtenBytes,
} from './content.ts';
import { sharedKeyOf } from './keys.ts';
import { type Bench, bytesOutput, result, tool, warning } from './tool.ts';

const keyFields = {
  keyFrom: z
    .enum(['given', 'keyring'])
    .default('given')
    .meta({ title: 'Key', labels: { given: 'Typed or pasted', keyring: 'A shared key of the keyring' } }),
  key: writtenBytes.optional().meta({
    title: 'AES key',
    description: '16, 24 or 32 bytes in hex or base64: AES-128, 192 or 256.',
    secret: true,
    showWhen: { field: 'keyFrom', oneOf: ['given'] },
  }),
  shared: z
    .string()
    .trim()
    .max(1000)
    .default('')
    .meta({
      title: 'Group',
      description: 'The address that the key is kept for.',
      suggest: 'keyring:shared',
      showWhen: { field: 'keyFrom', oneOf: ['keyring'] },
    }),
};
const mode = z
  .enum(['cbc', 'gcm'])
  .default('cbc')
  .meta({ title: 'Mode', labels: { cbc: 'CBC, padded as in PKCS#7', gcm: 'GCM, with its tag at the end' } });
const authenticated = z
  .string()
  .max(100_000)
  .default('')
  .meta({
    title: 'Authenticated besides',
    description: 'A text that GCM protects without encrypting it.',
    showWhen: { field: 'mode', oneOf: ['gcm'] },
  });
const ivInFront = (title: string) => z.boolean().default(false).meta({ title });

type KeyInput = { keyFrom: 'given' | 'keyring'; key?: string | undefined; shared: string };
type Mode = z.output<typeof mode>;

async function aesKeyOf({ keyFrom, key = '', shared }: KeyInput, bench: Bench): Promise<Uint8Array> {
  if (keyFrom === 'keyring') return sharedKeyOf(shared, 'shared', bench);
  const bytes = bytesOfWritten(key, 'key');
  if (![16, 24, 32].includes(bytes.length)) {
    throw fieldProblem('key', `An AES key has 16, 24 or 32 bytes; this has ${bytes.length}`);
  }
  return bytes;
}

const ivLengths = { cbc: 16, gcm: 12 } as const;

function checkIv(iv: Uint8Array, mode: Mode, field: string): void {
  if (mode === 'cbc' && iv.length !== 16)
    throw fieldProblem(field, `CBC takes an IV of 16 bytes; this has ${iv.length}`);
  if (iv.length < 1 || iv.length > 128) throw fieldProblem(field, 'An IV of GCM has 1 to 128 bytes, mostly 12');
}

const noIntegrity = warning('CBC has no integrity: nothing shows whether it was changed.');

export const encryptAes = tool({
  title: 'Encrypt with AES',
  summary: 'With a key that both sides have.',
  input: z.strictObject({
    content: plainContent.meta({ title: 'Content', kind: 'content' }),
    ...keyFields,
    mode,
    iv: writtenBytes.default('').meta({ title: 'IV', description: 'In hex or base64. A fresh one when left empty.' }),
    ivInFront: ivInFront('Put the IV in front of what is encrypted'),
    authenticated,
  }),
  async run({ content, mode, iv: given, ivInFront, authenticated, ...chosen }, bench) {
    const key = await aesKeyOf(chosen, bench);
    const iv = given === '' ? randomBytes(ivLengths[mode]) : bytesOfWritten(given, 'iv');
    checkIv(iv, mode, 'iv');
    const input = { mode, key, iv, authenticated: Buffer.from(authenticated), content: bytesOf(content) };
    const sealed = await bench.opener.operate('encryptAes', input);
    return result(`Encrypted with AES-${key.length * 8}-${mode.toUpperCase()}: ${sealed.length} bytes.`, {
      output: bytesOutput(ivInFront ? Buffer.concat([iv, sealed]) : sealed),
      facts: [
        { name: 'IV', value: hexOf(iv) },
        ...(mode === 'gcm' ? [{ name: 'Tag', value: hexOf(sealed.subarray(-gcmTagLength)) }] : [noIntegrity]),
      ],
    });
  },
});

export const decryptAes = tool({
  title: 'Decrypt with AES',
  summary: 'With a key that both sides have.',
  input: z.strictObject({
    sealed: sealedContent.meta(sealedMeta('Encrypted')),
    ...keyFields,
    mode,
    ivInFront: ivInFront('The IV stands in front of what is encrypted'),
    iv: writtenBytes.default('').meta({
      title: 'IV',
      description: 'In hex or base64.',
      showWhen: { field: 'ivInFront', oneOf: [false] },
    }),
    authenticated,
  }),
  async run({ sealed, mode, iv: given, ivInFront, authenticated, ...chosen }, bench) {
    const key = await aesKeyOf(chosen, bench);
    const bytes = sealedBytes(sealed, 'sealed');
    const split = ivInFront ? ivLengths[mode] : 0;
    const iv = ivInFront ? bytes.subarray(0, split) : bytesOfWritten(given, 'iv');
    checkIv(iv, mode, ivInFront ? 'sealed' : 'iv');
    const input = { mode, key, iv, authenticated: Buffer.from(authenticated), content: bytes.subarray(split) };
    const opened = await bench.opener.operate('decryptAes', input);
    if (!opened) {
      const reason = 'It does not open: the key, the mode or the IV is another, or it was damaged.';
      return { ...result(reason), opened: { state: 'broken', reason } };
    }
    const name = `AES-${key.length * 8}-${mode.toUpperCase()}`;
    return {
      ...result(`Decrypted with ${name}: ${opened.length} bytes.`, {
        output: bytesOutput(opened),
        facts: [{ name: 'IV', value: hexOf(iv) }, ...(mode === 'cbc' ? [noIntegrity] : [])],
      }),
      opened: { state: 'opened', by: `the ${name} key` },
    };
  },
});
