import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../refusal.ts';
import { SessionKey } from './session-key.ts';
import { cryptVectors, serviceVector, sessionKeyVectors } from './vectors.fixture.ts';

it.each(sessionKeyVectors)('is made of the challenge $challenge and the password', ({ challenge, password, key }) => {
  expect(SessionKey.of(challenge, password).text).toBe(key);
});

describe.each(cryptVectors)('with the seed $seed', ({ key, seed, data, encrypted, hash }) => {
  it('encrypts, decrypts and hashes', () => {
    const session = new SessionKey(key);
    expect(session.encrypt(seed, data)).toBe(encrypted);
    expect(session.decrypt(seed, encrypted)).toBe(data);
    expect(session.decrypt(seed, encrypted.toUpperCase())).toBe(data);
    expect(session.hash(seed, data)).toBe(hash);
  });
});

it('opens the key of a service login', () => {
  const { pbxKey, salt, keyField, serviceKey, challenge, servicePassword } = serviceVector;
  expect(new SessionKey(pbxKey).decrypt(salt, keyField)).toBe(serviceKey);
  expect(SessionKey.of(challenge, servicePassword).text).toBe(serviceKey);
});

it('hashes line breaks as they are', () => {
  const session = new SessionKey('k');
  expect(session.hash('s', 'a\r\nb')).not.toBe(session.hash('s', 'a\nb'));
});

it('opens whatever it encrypted', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary' }), (seed, data) => {
      const text = data.toWellFormed();
      const session = SessionKey.of(seed, 'password');
      expect(session.decrypt(seed, session.encrypt(seed, text))).toBe(text);
    }),
  );
});

it('says what does not open: another seed, another key, what is no hexadecimal', () => {
  const { key, encrypted, seed } = cryptVectors[1] ?? expect.fail();
  const session = new SessionKey(key);
  const wrong = [
    () => session.decrypt('another', encrypted),
    () => new SessionKey('stale').decrypt(seed, encrypted),
    () => session.decrypt(seed, 'abc'),
    () => session.decrypt(seed, 'zz'),
  ];
  for (const attempt of wrong) expect(attempt).toThrow(Refusal);
});
