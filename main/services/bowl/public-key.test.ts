import { createHash, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { aMemory } from '../service.fixture.ts';
import { aKey } from './keys.fixture.ts';
import { findOwnKey, makeOwnKey } from './own-key.ts';
import { readPublicKey } from './public-key.ts';

const { publicKey } = aKey();

it('is read as SPKI and as PKCS#1, and known by its fingerprint', () => {
  const pkcs1 = publicKey.key.export({ type: 'pkcs1', format: 'der' }).toString('base64');
  for (const text of [publicKey.base64, pkcs1]) {
    expect(readPublicKey(text)).toMatchObject({ base64: publicKey.base64, fingerprint: publicKey.fingerprint });
  }
  const digest = createHash('sha256').update(Buffer.from(publicKey.base64, 'base64')).digest('hex');
  expect(publicKey.fingerprint.replaceAll(' ', '').toLowerCase()).toBe(digest);
  expect(publicKey.fingerprint).toMatch(/^([0-9A-F]{4} ){15}[0-9A-F]{4}$/);
});

it('is nothing where it is no RSA key that can be used', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' });
  const short = generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey.export({ type: 'spki', format: 'der' });
  for (const wrong of ['', 'nonsense', null, {}, 'A'.repeat(10_000), ec.toString('base64'), short.toString('base64')]) {
    expect(readPublicKey(wrong)).toBeUndefined();
  }
});

it('has a private half that is kept, unless the settings have another', async () => {
  const memory = aMemory();
  expect(await findOwnKey(memory)).toBeUndefined();
  const made = await makeOwnKey(memory);
  expect((await findOwnKey(memory))?.publicKey).toMatchObject({ base64: made.publicKey.base64 });
  expect(made.publicKey.key.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, publicExponent: 65_537n });
  const given = aKey();
  await memory.put('privateKey', given.pem);
  expect((await findOwnKey(memory))?.publicKey.base64).toBe(given.publicKey.base64);
  await memory.put('privateKey', 'nonsense');
  await expect(findOwnKey(memory)).rejects.toMatchObject({ retry: false, reason: { code: 'settings' } });
});
