import { z } from 'zod';
import { writePem } from '../crypto/pem.ts';
import { bytesOf, plainContent } from './content.ts';
import { bytesOutput, result, textOutput, tool } from './tool.ts';

export const seal = tool({
  title: 'Seal an envelope',
  summary: 'Makes a CMS (PKCS#7) envelope for people whose certificates are in the keyring.',
  input: z.strictObject({
    content: plainContent.meta({ title: 'Content', kind: 'content' }),
    recipients: z
      .array(z.string().trim().min(1).max(1000))
      .min(1, 'Say for whom')
      .max(100)
      .meta({ title: 'Recipients', description: 'Addresses of the keyring.', suggest: 'keyring:certificate' }),
    cipher: z
      .enum(['cbc', 'gcm'])
      .default('cbc')
      .meta({ title: 'Content encryption', labels: { cbc: 'AES-256-CBC', gcm: 'AES-256-GCM: notices changes' } }),
    transport: z
      .enum(['pkcs1', 'oaep'])
      .default('pkcs1')
      .meta({ title: 'Key encryption', labels: { pkcs1: 'RSA PKCS#1 v1.5', oaep: 'RSA-OAEP with SHA-256' } }),
    form: z
      .enum(['pem', 'der'])
      .default('pem')
      .meta({ title: 'Written as', labels: { pem: 'Text (PEM)', der: 'Bytes (DER)' } }),
  }),
  async run({ content, recipients, form, ...sealing }, { lens }) {
    const { envelope, facts } = await lens.seal(bytesOf(content), { addresses: recipients, sealing });
    const output = form === 'pem' ? textOutput(writePem('PKCS7', envelope)) : bytesOutput(envelope);
    return result(`Sealed for ${recipients.join(', ')}: ${envelope.length} bytes.`, { output, facts });
  },
});
