import { z } from 'zod';
import { content } from '../argument.ts';
import { flawField } from '../flaw.ts';

export const address = z.string().trim().min(1).max(1000);

const signing = { field: 'sign', oneOf: ['auto', 'always'] };
const sealing = { field: 'seal', oneOf: ['auto', 'always'] };

export const produceInput = z.strictObject({
  from: address.meta({ title: 'From', suggest: 'destination', placeholder: 'kld://app2app/…' }),
  to: address.meta({ title: 'To', suggest: 'peer', placeholder: 'kld://app2app/…' }),
  content: content.meta({ title: 'Content', kind: 'content' }),
  key: z.string().max(10_000).optional().meta({
    title: 'Key',
    description: 'Names the message in its delivery report. Without one the report cannot be told apart.',
    generate: 'uuid',
  }),
  sign: z
    .enum(['auto', 'always', 'never'])
    .default('auto')
    .meta({
      title: 'Sign',
      labels: { auto: 'When the keyring has a key for the signer', always: 'Always', never: 'Never' },
    }),
  signAs: z.string().trim().max(1000).optional().meta({
    title: 'Sign as',
    description: 'An identity of the keyring; the sender, where this is empty.',
    suggest: 'keyring:identity',
    showWhen: signing,
  }),
  seal: z
    .enum(['auto', 'always', 'never'])
    .default('never')
    .meta({
      title: 'Seal',
      description:
        'Puts the content into an envelope of its own. The service seals what externally managed recipients get anyway.',
      labels: { auto: 'When the keyring has their certificates', always: 'Always', never: 'Never' },
    }),
  sealFor: z.array(address).max(1000).default([]).meta({
    title: 'Seal for',
    description:
      'Addresses whose certificates the keyring has; the recipient, where this is empty. Add yourself to be able to open it too.',
    suggest: 'keyring:certificate',
    showWhen: sealing,
  }),
  cipher: z
    .enum(['cbc', 'gcm'])
    .default('cbc')
    .meta({
      title: 'Content encryption',
      labels: { cbc: 'AES-256-CBC', gcm: 'AES-256-GCM, which notices changes' },
      showWhen: sealing,
      section: 'Envelope',
    }),
  transport: z
    .enum(['pkcs1', 'oaep'])
    .default('pkcs1')
    .meta({
      title: 'Key encryption',
      labels: { pkcs1: 'RSA PKCS#1 v1.5', oaep: 'RSA-OAEP with SHA-256' },
      showWhen: sealing,
      section: 'Envelope',
    }),
  flaw: flawField([
    'wrong-key',
    'changed-content',
    'no-signature',
    'other-content',
    'damaged-envelope',
    'wrong-recipient',
  ]),
});
export type ProduceInput = z.output<typeof produceInput>;
