import { z } from 'zod';
import { fieldProblem } from '../../tools/content.ts';
import { result, textOutput, tool } from '../../tools/tool.ts';
import { chainValue, messageHash } from './hash-chain.ts';
import { isGroupKey, openForUs, openOfGroup } from './opening.ts';
import { findOwnKey } from './own-key.ts';
import { sealForGroup } from './suite.ts';
import { contactFacts, groupFacts, unprotected } from './weaknesses.ts';

/** Larger texts would hold up the main loop. */
const text = z.string().max(1_000_000);
const sealed = text.trim().min(1);
const groupKey = z.string().trim().max(1000).optional().meta({
  title: 'Group key',
  description: '32 bytes in base64.',
  secret: true,
});

function checkedKey(key = ''): string {
  if (!isGroupKey(key)) throw fieldProblem('groupKey', 'This is not 32 bytes in base64');
  return key;
}

function unopened(reason: string) {
  return { ...result(reason), opened: { state: 'broken', reason } } as const;
}

/** The ways in which the vendor's client encrypts, without a connection. */
export const tools = {
  'open-message': tool({
    title: 'Open a contact’s message',
    summary: 'What was encrypted for the public key of an account.',
    input: z.strictObject({
      message: sealed.meta({ title: 'Message', description: 'Base64, as in “message”.', multiline: true }),
      privateKey: z.string().max(20_000).optional().meta({
        title: 'Private key',
        description: 'RSA, PKCS#8 PEM without a passphrase.',
        secret: true,
        multiline: true,
      }),
    }),
    async run({ message, privateKey = '' }, { lens }) {
      const key = privateKey.trim() === '' ? undefined : await findOwnKey({ get: async () => privateKey });
      if (!key) throw fieldProblem('privateKey', 'Give the private key');
      const found = await openForUs(message, key.privateKey, lens);
      if (!found) return unopened('It does not open: it was made for another key, or damaged.');
      return {
        ...result('Opened.', { output: textOutput(found.text), facts: contactFacts(found.padding) }),
        opened: { state: 'opened', by: 'the private key given' },
        signature: { state: 'unsigned' },
      };
    },
  }),
  'open-group-message': tool({
    title: 'Open a group’s message',
    summary: 'With the key that the members of a group share.',
    input: z.strictObject({
      message: sealed.meta({ title: 'Message', description: 'Base64, as in “message”.', multiline: true }),
      groupKey,
    }),
    run({ message, groupKey }) {
      const found = openOfGroup(message, checkedKey(groupKey));
      if (!found) return unopened('It does not open: the key is another, or it was damaged.');
      const caution = found.symmetric === 'cbc-fixed-iv' ? { warning: unprotected } : {};
      return {
        ...result('Opened.', { output: textOutput(found.text), facts: groupFacts(found.symmetric) }),
        opened: { state: 'opened', by: 'the group key given', ...caution },
        signature: { state: 'unsigned' },
      };
    },
  }),
  'encrypt-group-message': tool({
    title: 'Encrypt a group’s message',
    summary: 'With the key that the members of a group share.',
    input: z.strictObject({
      text: text.meta({ title: 'Text', multiline: true }),
      groupKey,
      symmetric: z
        .enum(['cbc-fixed-iv', 'gcm-prefixed-iv'])
        .default('cbc-fixed-iv')
        .meta({
          title: 'Method',
          labels: {
            'cbc-fixed-iv': 'AES-256-CBC with a fixed IV, as the vendor’s client',
            'gcm-prefixed-iv': 'AES-256-GCM, the IV in front',
          },
        }),
    }),
    run: ({ text, groupKey, symmetric }) =>
      result('Encrypted.', {
        output: textOutput(sealForGroup(text, checkedKey(groupKey), symmetric)),
        facts: groupFacts(symmetric),
      }),
  }),
  'hash-chain': tool({
    title: 'Hash of a message',
    summary: 'What the vendor’s desktop client keeps beside a message. It protects nothing.',
    input: z.strictObject({
      text: text.meta({ title: 'Text', multiline: true }),
      publicKey: z.string().trim().max(4000).meta({ title: 'Public key', description: 'Base64, as it travels.' }),
      previous: z.string().trim().max(1000).default('').meta({
        title: 'Chain value of the message before',
        description: 'Empty for the first of a conversation.',
      }),
    }),
    run({ text, publicKey, previous }) {
      const hash = messageHash(text, publicKey);
      const chain = previous === '' ? chainValue(hash) : chainValue(hash, previous);
      return result('SHA-1 of text and key; SHA-1 of the value before and that.', {
        output: textOutput(hash),
        facts: [{ name: 'Chain value', value: chain }],
      });
    },
  }),
};
