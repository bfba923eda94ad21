import { describe, expect, it } from 'vitest';
import { limits } from './asn1.ts';
import { readEnvelope } from './cms.ts';
import { type Der, der, integer, oid, sequence } from './der.ts';
import { anEnvelope, anIdentity, type Identity } from './fixtures/identity.ts';
import { anEcIdentity, openssl, write } from './fixtures/openssl.ts';
import { unseal } from './key-ring.ts';

const onDisk = (identity: Identity) => ({
  ...identity,
  certificateFile: write(`${identity.held.id}.crt`, identity.certificate),
  keyFile: write(`${identity.held.id}.key`, identity.privateKey),
});
const bob = onDisk(anIdentity('bob'));
const alice = onDisk(anIdentity('alice'));
const big = onDisk(anIdentity('big', { bits: 4096 }));
const curve = onDisk(anEcIdentity('curve'));

const text = '{"content":"Grüße, Bob"}';
const pem = ['-outform', 'PEM'];
const aes = '-aes-256-cbc';
const forBob = ['-recip', bob.certificateFile];

const cms = (...args: string[]) => openssl(['cms', '-encrypt', '-binary', ...args], text);
const smime = (...args: string[]) => openssl(['smime', '-encrypt', '-binary', ...args, bob.certificateFile], text);

function opened(envelope: string | Uint8Array, by = bob) {
  const unsealing = unseal(envelope, [curve.held, by.held]);
  return unsealing.state === 'opened' ? Buffer.from(unsealing.content).toString() : unsealing;
}

const body = (armoured: string) => armoured.split('\n').slice(1, -2).join('');

describe('an envelope is opened', () => {
  it.each<[string, () => string | Uint8Array]>([
    ['made by node-forge', () => anEnvelope(text, bob)],
    ['with the label PKCS7', () => smime(aes, ...pem).toString()],
    ['with the label CMS', () => cms(aes, ...pem, ...forBob).toString()],
    ['with PEM in bytes', () => cms(aes, ...pem, ...forBob)],
    ['as DER', () => cms(aes, '-outform', 'DER', ...forBob)],
    ['as S/MIME', () => cms(aes, '-outform', 'SMIME', ...forBob).toString()],
    [
      'with CRLF',
      () =>
        smime(aes, ...pem)
          .toString()
          .replaceAll('\n', '\r\n'),
    ],
    ['with a body of one line', () => `-----BEGIN PKCS7-----${body(smime(aes, ...pem).toString())}-----END PKCS7-----`],
    ['as bare base64', () => cms(aes, '-outform', 'DER', ...forBob).toString('base64')],
    ['amid other text', () => `Hello,\n\nsee below: 100 %\n${smime(aes, ...pem)}\nbye`],
    ['after another block', () => `${bob.certificate}${smime(aes, ...pem)}`],
    ['AES-128-CBC', () => cms('-aes-128-cbc', ...pem, ...forBob)],
    ['AES-192-CBC', () => cms('-aes-192-cbc', ...pem, ...forBob)],
    ['3DES', () => cms('-des3', ...pem, ...forBob)],
    ['AES-128-GCM', () => cms('-aes-128-gcm', ...pem, ...forBob)],
    ['AES-192-GCM', () => cms('-aes-192-gcm', ...pem, ...forBob)],
    ['AES-256-GCM', () => cms('-aes-256-gcm', ...pem, ...forBob)],
    ['AES-256-GCM in pieces', () => cms('-aes-256-gcm', '-stream', '-outform', 'DER', ...forBob)],
    ['of indefinite length, DER', () => cms(aes, '-stream', '-outform', 'DER', ...forBob)],
    ['of indefinite length, PEM', () => smime(aes, '-stream', ...pem).toString()],
    ['by subjectKeyIdentifier', () => cms(aes, ...pem, '-keyid', ...forBob)],
    ['with OAEP, SHA-1', () => cms(aes, ...pem, ...forBob, '-keyopt', 'rsa_padding_mode:oaep')],
    [
      'with OAEP, SHA-256',
      () =>
        cms(
          aes,
          ...pem,
          ...forBob,
          '-keyopt',
          'rsa_padding_mode:oaep',
          '-keyopt',
          'rsa_oaep_md:sha256',
          '-keyopt',
          'rsa_mgf1_md:sha256',
        ),
    ],
    [
      'with OAEP and a label',
      () => cms(aes, ...pem, ...forBob, '-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_label:c0ffee'),
    ],
    ['for two, ours first', () => cms(aes, ...pem, ...forBob, '-recip', alice.certificateFile)],
    ['for two, ours second', () => cms(aes, ...pem, '-recip', alice.certificateFile, ...forBob)],
    ['for an EC certificate and ours', () => cms(aes, ...pem, '-recip', curve.certificateFile, ...forBob)],
    ['for a password and ours', () => cms(aes, ...pem, '-pwri_password', 'x', ...forBob)],
    [
      'for a shared key and ours',
      () => cms(aes, ...pem, '-secretkey', '00'.repeat(16), '-secretkeyid', 'aa', ...forBob),
    ],
  ])('%s', (_, envelope) => {
    expect(opened(envelope())).toBe(text);
  });

  it('with RSA of 4096 bits', () => {
    expect(opened(cms(aes, ...pem, '-recip', big.certificateFile), big)).toBe(text);
  });

  it('of a megabyte, in one piece and in many', () => {
    const content = Buffer.alloc(1_000_000, 'a');
    for (const how of [[], ['-stream']]) {
      const envelope = openssl(['cms', '-encrypt', '-binary', aes, '-outform', 'DER', ...how, ...forBob], content);
      const { content: inside } = unseal(envelope, [bob.held]) as { content: Uint8Array };
      expect(content.equals(inside)).toBe(true);
    }
  });

  it('and what was signed inside is left whole', () => {
    const signed = openssl(
      ['cms', '-sign', '-outform', 'DER', '-nodetach', '-signer', bob.certificateFile, '-inkey', bob.keyFile],
      text,
    );
    const envelope = openssl(['cms', '-encrypt', '-binary', aes, '-outform', 'DER', ...forBob], signed);
    const { content } = unseal(envelope, [bob.held]) as { content: Uint8Array };
    expect(signed.equals(content)).toBe(true);
  });
});

describe('an envelope is refused by name', () => {
  const legacy = ['-provider', 'legacy', '-provider', 'default'];
  it.each<[string, () => Uint8Array, string]>([
    ['DES', () => cms('-des', ...legacy, ...pem, ...forBob), 'DES-CBC'],
    ['RC2', () => cms('-rc2-40', ...legacy, ...pem, ...forBob), 'RC2-CBC'],
    ['Camellia', () => cms('-camellia256', ...pem, ...forBob), 'Camellia-256-CBC'],
    ['key agreement', () => cms(aes, ...pem, '-recip', curve.certificateFile), 'key agreement (ECDH)'],
    ['password', () => cms(aes, ...pem, '-pwri_password', 'x'), 'a password'],
    ['shared key', () => cms(aes, ...pem, '-secretkey', '00'.repeat(16), '-secretkeyid', 'aa'), 'a shared key'],
    [
      'OAEP of two hashes',
      () =>
        cms(
          aes,
          ...pem,
          ...forBob,
          '-keyopt',
          'rsa_padding_mode:oaep',
          '-keyopt',
          'rsa_oaep_md:sha256',
          '-keyopt',
          'rsa_mgf1_md:sha1',
        ),
      'OAEP of SHA-256 and SHA-1',
    ],
    [
      'SignedData',
      () => openssl(['cms', '-sign', ...pem, '-signer', bob.certificateFile, '-inkey', bob.keyFile], text),
      'SignedData, not an envelope',
    ],
    ['certificate', () => Buffer.from(bob.certificate), 'CERTIFICATE, not an envelope'],
  ])('%s', (_, envelope, name) => {
    expect(opened(envelope())).toMatchObject({ state: 'broken', reason: expect.stringContaining(name) });
  });
});

describe('an envelope that is not for us', () => {
  it('says whom each recipient is, by issuer and serial', () => {
    const envelope = cms(aes, ...pem, '-recip', bob.certificateFile, '-recip', big.certificateFile);
    const needs = [bob, big].map(({ held: { issuer, serial } }) => ({ by: 'issuer', issuer, serial }));
    expect(needs[0]?.issuer).toBe('C=DE, O=Acme\\, Inc., CN=bob');
    expect(unseal(envelope, [alice.held])).toMatchObject({ state: 'locked', needs });
  });

  it('says so by key identifier, and for key agreement', () => {
    const { keyIdentifier, issuer, serial } = { ...curve.held, keyIdentifier: bob.held.keyIdentifier };
    expect(unseal(cms(aes, ...pem, '-keyid', ...forBob), [alice.held])).toMatchObject({
      needs: [{ by: 'key-identifier', keyIdentifier }],
    });
    expect(unseal(cms(aes, ...pem, '-recip', curve.certificateFile), [])).toMatchObject({
      needs: [{ by: 'issuer', issuer, serial }],
    });
    expect(unseal(cms(aes, ...pem, '-keyid', '-recip', curve.certificateFile), [])).toMatchObject({
      needs: [{ by: 'key-identifier', keyIdentifier: curve.held.keyIdentifier }],
    });
  });

  it('is not tried with keys that it does not name', () => {
    const impostor = { ...alice.held, key: bob.held.key };
    expect(unseal(cms(aes, ...pem, ...forBob), [impostor]).state).toBe('locked');
  });
});

const long: Der = [Buffer.alloc(limits.name + 2, '0500', 'hex')];
const neutral = 'The private key does not open it, or it was damaged on its way.';

/** Positions of the sealed key in a DER envelope: the same length as the modulus. */
function sealedKeyAt(envelope: Buffer): number {
  const [recipient] = readEnvelope(envelope).recipients;
  if (recipient?.kind !== 'key-transport') throw new Error('no key transport');
  return envelope.indexOf(recipient.sealedKey);
}

function flip(bytes: Buffer, at: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  return flipped;
}

describe('an envelope that does not open', () => {
  it.each([aes, '-aes-256-gcm'])('gives one answer to a wrong key, a damaged key and a damaged end: %s', (cipher) => {
    const envelope = cms(cipher, '-outform', 'DER', ...forBob);
    const wrongKey = unseal(envelope, [{ ...bob.held, key: alice.held.key }]);
    const answers = [wrongKey, ...[0, 100, 255].map((at) => opened(flip(envelope, sealedKeyAt(envelope) + at)))];
    // With CBC a random key passes the content's padding once in 256 times.
    const broken = answers.filter((answer) => typeof answer === 'object' && answer.state === 'broken');
    expect(broken.length).toBeGreaterThanOrEqual(cipher === aes ? 2 : 4);
    for (const answer of broken) expect(answer).toMatchObject({ reason: neutral });
  });

  it('is noticed by GCM whichever byte of the content was flipped', () => {
    const envelope = cms('-aes-256-gcm', '-outform', 'DER', ...forBob);
    const { sealed, mac } = readEnvelope(envelope);
    const start = envelope.indexOf(sealed);
    for (let at = start; at < start + sealed.length; at += 1) {
      expect(opened(flip(envelope, at))).toMatchObject({ state: 'broken', reason: neutral });
    }
    expect(opened(flip(envelope, envelope.indexOf(mac)))).toMatchObject({ state: 'broken', reason: neutral });
  });

  it.each([
    ['', 'it is empty'],
    ['-----BEGIN PKCS7-----\nMIIB', 'the line "-----END PKCS7-----" is missing'],
    ['-----BEGIN PKCS7-----\nMI?B\n-----END PKCS7-----', 'character U+003F at 24 is not base64'],
    ['hello', 'at byte'],
    ['{"content":"plain"}', 'character U+007B at 0'],
    [Uint8Array.of(0x30, 0x80), 'the data ends too early at byte 2'],
    [Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00), 'content type expected, tag 0x02 found at byte 2'],
    [Uint8Array.of(0x30, 0x85, 1, 2, 3, 4, 5), 'at byte'],
    [Buffer.from('3080'.repeat(1000), 'hex'), `nested deeper than ${limits.depth} levels`],
    [
      Buffer.concat([Buffer.from('3080', 'hex'), Buffer.alloc(500_000, '0500', 'hex')]),
      `more than ${limits.values} values`,
    ],
  ])('says where it stops being one: %#', (input, place) => {
    expect(opened(input)).toMatchObject({ state: 'broken', reason: expect.stringContaining(place) });
  });

  it.each<[string, Der[]]>([
    ['1001 recipients are more than', Array.from({ length: limits.recipients + 1 }, () => sequence())],
    ['a name of 8198 bytes is more than', [sequence(integer(0), sequence(sequence(long)))]],
    ['a number of 8194 bytes is more than', [sequence(integer(2), der(0x80, long))]],
  ])('is refused when it needs more to read than any should: %s', (reason, recipients) => {
    const body = sequence(integer(0), der(0x31, ...recipients));
    const envelope = Buffer.concat(sequence(oid('1.2.840.113549.1.7.3'), der(0xa0, body)));
    expect(opened(envelope)).toMatchObject({ state: 'broken', reason: expect.stringContaining(reason) });
  });

  it('is never taken for one when it is cut off', () => {
    const envelope = cms(aes, '-outform', 'DER', ...forBob);
    for (let end = 1; end < envelope.length; end += 1) {
      expect(opened(envelope.subarray(0, end))).toMatchObject({
        state: 'broken',
        reason: expect.stringContaining('too early'),
      });
    }
  });
});

it.each(['-----BEGIN A-----', '-----BEGIN ', 'a: b\r\n c\r\n', 'a'])(
  'a long text of %j is read in one pass',
  (part) => {
    expect(opened(part.repeat(2_000_000))).toMatchObject({ state: 'broken' });
  },
);
