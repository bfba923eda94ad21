import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { anIdentity } from './fixtures/identity.ts';
import { openssl, write } from './fixtures/openssl.ts';
import { decryptRsa, signSha256, unwrapPkcs1, verifySha256 } from './rsa.ts';

const bob = anIdentity('bob');
const alice = anIdentity('alice');
const { key } = bob.held;
const publicKey = createPublicKey(bob.certificate);
const contentKey = randomBytes(32);

const raw = (block: Uint8Array) => publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block);

/** A block of 256 octets as PKCS#1 v1.5 wants it, to be spoilt. */
function aBlock(spoil: (block: Buffer) => void = () => {}): Buffer {
  const block = Buffer.concat([Buffer.of(0, 2), Buffer.alloc(221, 7), Buffer.of(0), contentKey]);
  spoil(block);
  return block;
}

describe('unwrapping PKCS#1 v1.5', () => {
  it('gives the key back', () => {
    const sealed = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, contentKey);
    expect(contentKey.equals(unwrapPkcs1(sealed, key, 32))).toBe(true);
    expect(contentKey.equals(unwrapPkcs1(raw(aBlock()), key, 32))).toBe(true);
  });

  it.each<[string, () => Uint8Array]>([
    ['a wrong first octet', () => raw(aBlock((block) => block.writeUInt8(1, 0)))],
    ['a wrong block type', () => raw(aBlock((block) => block.writeUInt8(1, 1)))],
    ['no separator', () => raw(aBlock((block) => block.writeUInt8(9, 223)))],
    ['a zero in the padding', () => raw(aBlock((block) => block.writeUInt8(0, 50)))],
    [
      'a key that is too short',
      () => publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, contentKey.subarray(1)),
    ],
    [
      'a key that is too long',
      () =>
        publicEncrypt(
          { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
          Buffer.concat([contentKey, contentKey]),
        ),
    ],
    ['a ciphertext of another length', () => randomBytes(255)],
    ['no ciphertext', () => new Uint8Array()],
    ['a number above the modulus', () => Buffer.alloc(256, 255)],
    [
      'a key of somebody else',
      () => publicEncrypt({ key: alice.certificate, padding: constants.RSA_PKCS1_PADDING }, contentKey),
    ],
  ])('answers %s with a random key, never with an error', (_, sealed) => {
    const ciphertext = sealed();
    const [one, two] = [unwrapPkcs1(ciphertext, key, 32), unwrapPkcs1(ciphertext, key, 32)];
    expect([one.length, two.length]).toEqual([32, 32]);
    expect(Buffer.from(one).equals(two)).toBe(false);
  });
});

describe('decrypting a text of any length', () => {
  const sealedAs = {
    pkcs1: (text: Uint8Array) => publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, text),
    'oaep-sha256': (text: Uint8Array) => publicEncrypt({ key: publicKey, oaepHash: 'sha256' }, text),
  };

  it.each([
    ['pkcs1', 0],
    ['pkcs1', 1],
    ['pkcs1', 245],
    ['oaep-sha256', 0],
    ['oaep-sha256', 190],
  ] as const)('gives it back: %s, %i bytes', (padding, length) => {
    const text = randomBytes(length);
    expect(text.equals(decryptRsa(sealedAs[padding](text), key, padding) ?? randomBytes(1))).toBe(true);
  });

  it('keeps the zeros of the text', () => {
    const text = Buffer.of(0, 0, 7, 0);
    expect(decryptRsa(sealedAs.pkcs1(text), key, 'pkcs1')).toEqual(text);
  });

  it.each<[string, () => Uint8Array]>([
    ['a wrong first octet', () => raw(aBlock((block) => block.writeUInt8(1, 0)))],
    ['a wrong block type', () => raw(aBlock((block) => block.writeUInt8(1, 1)))],
    ['padding that is too short', () => raw(aBlock((block) => block.writeUInt8(0, 9)))],
    ['no separator', () => raw(Buffer.concat([Buffer.of(0, 2), Buffer.alloc(254, 7)]))],
    ['a ciphertext of another length', () => randomBytes(255)],
    ['no ciphertext', () => new Uint8Array()],
    ['a number above the modulus', () => Buffer.alloc(256, 255)],
  ])('gives nothing for %s', (_, sealed) => {
    expect(decryptRsa(sealed(), key, 'pkcs1')).toBeUndefined();
    expect(
      decryptRsa(
        sealed().map((octet) => octet ^ 1),
        key,
        'oaep-sha256',
      ),
    ).toBeUndefined();
  });

  it('takes the shortest padding there may be', () => {
    const block = Buffer.concat([Buffer.of(0, 2), Buffer.alloc(8, 7), Buffer.of(0), Buffer.alloc(245, 9)]);
    expect(decryptRsa(raw(block), key, 'pkcs1')).toEqual(Buffer.alloc(245, 9));
  });
});

describe('signing', () => {
  const content = Buffer.from('Grüße');
  const signature = signSha256(content, key);

  it('is what openssl verifies, and verifies what openssl signs', () => {
    const files = ['-signature', write('signature', signature), write('content', content)];
    write('public', publicKey.export({ type: 'spki', format: 'pem' }));
    expect(openssl(['dgst', '-sha256', '-verify', 'public', ...files]).toString()).toContain('Verified OK');
    expect(
      verifySha256(content, openssl(['dgst', '-sha256', '-sign', write('key', bob.privateKey), 'content']), publicKey),
    ).toBe(true);
  });

  it.each([
    ['other content', Buffer.from('Gruesse'), signature],
    ['a flipped bit', content, signature.map((octet, i) => (i === 100 ? octet ^ 1 : octet))],
    ['a short signature', content, signature.subarray(1)],
    ['no signature', content, new Uint8Array()],
    ['the signature of another', content, signSha256(content, alice.held.key)],
  ])('is refused for %s', (_, message, wrong) => {
    expect(verifySha256(message, wrong, publicKey)).toBe(false);
  });
});
