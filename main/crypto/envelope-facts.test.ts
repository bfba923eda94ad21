import { expect, it } from 'vitest';
import { octetsOf } from './asn1.ts';
import { readEnvelope } from './cms.ts';
import { factsOf } from './envelope-facts.ts';
import { anIdentity } from './fixtures/identity.ts';
import { openssl, write } from './fixtures/openssl.ts';

const bob = anIdentity('bob');
const forBob = ['-recip', write('bob.crt', bob.certificate)];
const sealed = (cipher: string) => openssl(['cms', '-encrypt', '-binary', cipher, '-outform', 'DER', ...forBob], 'x');

const warnings = (envelope: Uint8Array) =>
  factsOf(readEnvelope(envelope))
    .filter(({ name }) => name === 'Warning')
    .map(({ value }) => value);

const noIntegrity = expect.stringContaining('no integrity');

it('an envelope is warned about by what is weak in it', () => {
  expect(warnings(sealed('-aes-256-gcm'))).toEqual([]);
  expect(warnings(sealed('-aes-256-cbc'))).toEqual([noIntegrity]);
  expect(warnings(sealed('-des3'))).toEqual([noIntegrity, '3DES is weak.']);
});

it('an initial vector left at zero is known', () => {
  const envelope = sealed('-aes-256-cbc');
  const { parameters } = readEnvelope(envelope).algorithm;
  if (!parameters) throw new Error('no initial vector');
  octetsOf(parameters).fill(0);
  expect(warnings(envelope)).toEqual([noIntegrity, expect.stringContaining('not random')]);
});

it('a short RSA key is known by the length of what it sealed', () => {
  const envelope = readEnvelope(sealed('-aes-256-gcm'));
  const recipients = envelope.recipients.map((one) =>
    one.kind === 'key-transport' ? { ...one, sealedKey: one.sealedKey.subarray(0, 128) } : one,
  );
  const found = factsOf({ ...envelope, recipients });
  expect(found).toContainEqual({ name: 'Warning', value: 'The key is sealed with RSA of 1024 bits, which is weak.' });
});
