import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { fieldProblem } from '../../tools/content.ts';
import { result, textOutput, tool, warning } from '../../tools/tool.ts';
import { digestFacts, digestOf } from './login.ts';
import { SessionKey } from './session-key.ts';
import { infoText } from './settings.ts';

const word = z.string().trim().max(1000).default('');
const challenge = z.string().trim().max(1000);
const password = z.string().max(10_000);
/** Larger texts would hold up the main loop. */
const data = z.string().max(1_000_000);

const byKey = { field: 'keyFrom', oneOf: ['key'] };
const byPassword = { field: 'keyFrom', oneOf: ['password'] };
const keyFields = {
  keyFrom: z
    .enum(['key', 'password'])
    .default('key')
    .meta({ title: 'Session key', labels: { key: 'Known', password: 'From the challenge and the password' } }),
  key: z.string().trim().max(1000).optional().meta({
    title: 'Key',
    description: '64 hexadecimal digits where it comes from a password.',
    secret: true,
    showWhen: byKey,
  }),
  challenge: challenge.default('').meta({ title: 'Challenge', showWhen: byPassword }),
  password: password.optional().meta({ title: 'Password', secret: true, showWhen: byPassword }),
};

interface KeyInput {
  keyFrom: 'key' | 'password';
  key?: string | undefined;
  challenge: string;
  password?: string | undefined;
}

function keyOf({ keyFrom, key = '', challenge, password = '' }: KeyInput): SessionKey {
  if (keyFrom === 'key' && key === '') throw fieldProblem('key', 'Give the session key');
  return keyFrom === 'key' ? new SessionKey(key) : SessionKey.of(challenge, password);
}

const freshSeed = z.string().max(1000).default('').meta({
  title: 'Seed',
  description: 'A fresh one when left empty. No seed may be used twice with one session key.',
  generate: 'uuid',
});
const weak = warning('RC4 is broken, and nothing shows whether the text was changed.');

/** The vendor's formulas, without a connection. */
export const tools = {
  digest: tool({
    title: 'Digest of a login',
    summary: 'What AppLogin sends as its digest, of the same fields.',
    input: z.strictObject({
      challenge: challenge.min(1).meta({ title: 'Challenge' }),
      password: password.optional().meta({ title: 'Password', secret: true }),
      app: word.meta({ title: 'App' }),
      domain: word.meta({ title: 'Domain' }),
      sip: word.meta({ title: 'SIP name' }),
      guid: word.meta({ title: 'GUID' }),
      dn: word.meta({ title: 'Display name' }),
      info: infoText.default('').meta({
        title: 'Info',
        description: 'A JSON object. Nothing here is something else than {}.',
        language: 'json',
      }),
    }),
    run({ challenge, password = '', info, ...fields }) {
      const login = { ...fields, ...(info !== '' && { info }) };
      const digest = digestOf(login, challenge, password);
      return result('The digest is the SHA-256 of these, joined by colons.', {
        output: textOutput(digest),
        facts: digestFacts(login, challenge),
      });
    },
  }),
  'session-key': tool({
    title: 'Session key',
    summary: 'What both ends of a connection have after a login with a password.',
    input: z.strictObject({
      challenge: challenge.min(1).meta({ title: 'Challenge' }),
      password: password.optional().meta({ title: 'Password', secret: true }),
    }),
    run: ({ challenge, password = '' }) =>
      result('The session key. Whoever has it can read what is encrypted with it.', {
        output: textOutput(SessionKey.of(challenge, password).text),
      }),
  }),
  encrypt: tool({
    title: 'Encrypt with the session key',
    summary: 'RC4 with the seed and the session key.',
    input: z.strictObject({ data: data.meta({ title: 'Text', multiline: true }), seed: freshSeed, ...keyFields }),
    run({ data, seed: given, ...chosen }) {
      const seed = given || randomUUID();
      const output = textOutput(keyOf(chosen).encrypt(seed, data));
      return result('Encrypted. The other end needs the seed, too.', {
        output,
        facts: [{ name: 'Seed', value: seed }, weak],
      });
    },
  }),
  decrypt: tool({
    title: 'Decrypt with the session key',
    summary: 'RC4 with the seed and the session key.',
    input: z.strictObject({
      data: data.trim().meta({ title: 'Encrypted text', description: 'Hexadecimal digits.', multiline: true }),
      seed: z.string().min(1).max(1000).meta({ title: 'Seed' }),
      ...keyFields,
    }),
    run({ data, seed, ...chosen }) {
      const output = textOutput(keyOf(chosen).decrypt(seed, data));
      return {
        ...result('Decrypted.', { output, facts: [weak] }),
        opened: { state: 'opened', by: 'the session key' },
      };
    },
  }),
  hash: tool({
    title: 'Hash with the session key',
    summary: 'SHA-256 of the seed, the session key and the text.',
    input: z.strictObject({ data: data.meta({ title: 'Text', multiline: true }), seed: freshSeed, ...keyFields }),
    run({ data, seed: given, ...chosen }) {
      const seed = given || randomUUID();
      const output = textOutput(keyOf(chosen).hash(seed, data));
      return result('Hashed.', { output, facts: [{ name: 'Seed', value: seed }] });
    },
  }),
};
