import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { limits } from './asn1.ts';
import { anIdentity, type Identity } from './fixtures/identity.ts';
import { anEcIdentity, openssl, write } from './fixtures/openssl.ts';
import { type KnownKey, readSigned } from './signers.ts';

const onDisk = (identity: Identity) => ({
  ...identity,
  by: [
    '-signer',
    write(`${identity.held.id}.crt`, identity.certificate),
    '-inkey',
    write(`${identity.held.id}.key`, identity.privateKey),
  ],
  known: { ...identity.held, key: createPublicKey(identity.certificate) } satisfies KnownKey,
});
const alice = onDisk(anIdentity('alice'));
const bob = onDisk(anIdentity('bob'));
const curve = onDisk(anEcIdentity('curve'));
const everybody = [bob.known, alice.known, curve.known];

const text = '{"content":"Grüße"}';
const sign = (...args: string[]) => openssl(['cms', '-sign', '-binary', '-nodetach', '-outform', 'DER', ...args], text);

function read(signed: string | Uint8Array, known: readonly KnownKey[] = everybody) {
  const reading = readSigned(signed, known);
  if (reading?.state !== 'read') throw new Error(`not read: ${JSON.stringify(reading)}`);
  return { ...reading, content: Buffer.from(reading.content).toString() };
}

const factsOf = (signed: Uint8Array, name: string) =>
  read(signed)
    .facts.filter((fact) => fact.name === name)
    .map(({ value }) => value);

describe('SignedData is read and verified', () => {
  it.each<[string, () => string | Uint8Array]>([
    ['by issuer and serial', () => sign(...alice.by)],
    ['by key identifier', () => sign('-keyid', ...alice.by)],
    ['without attributes', () => sign('-noattr', ...alice.by)],
    ['without S/MIME capabilities', () => sign('-nosmimecap', ...alice.by)],
    ['without certificates', () => sign('-nocerts', ...alice.by)],
    ['of indefinite length', () => sign('-stream', ...alice.by)],
    ['with SHA-1', () => sign('-md', 'sha1', ...alice.by)],
    ['with SHA-384', () => sign('-md', 'sha384', ...alice.by)],
    ['with SHA-512', () => sign('-md', 'sha512', ...alice.by)],
    ['with RSA-PSS', () => sign(...alice.by, '-keyopt', 'rsa_padding_mode:pss')],
    [
      'with RSA-PSS and another salt',
      () => sign(...alice.by, '-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:20'),
    ],
    ['as PEM, CMS', () => sign(...alice.by, '-outform', 'PEM').toString()],
    ['as PEM, PKCS7', () => openssl(['smime', '-sign', '-nodetach', '-binary', '-outform', 'PEM', ...alice.by], text)],
    ['as S/MIME', () => sign(...alice.by, '-outform', 'SMIME').toString()],
    ['as bare base64', () => sign(...alice.by).toString('base64')],
  ])('%s', (_, make) => {
    expect(read(make())).toMatchObject({ content: text, verdicts: [{ state: 'verified', by: 'alice' }] });
  });

  it('with ECDSA', () => {
    for (const digest of ['sha256', 'sha384']) {
      expect(read(sign('-md', digest, ...curve.by)).verdicts).toEqual([{ state: 'verified', by: 'curve' }]);
    }
  });

  it('by several signers, each with a verdict of its own', () => {
    const verdicts = read(sign(...alice.by, ...bob.by), [bob.known]).verdicts;
    expect(verdicts.map(({ state }) => state).toSorted()).toEqual(['stranger', 'verified']);
  });

  it('with what is to be known of it', () => {
    const signed = sign(...alice.by);
    expect(factsOf(signed, 'Signed message')).toEqual(['SignedData']);
    expect(factsOf(signed, 'Signed content')).toEqual([`${Buffer.byteLength(text)} bytes`]);
    expect(factsOf(signed, 'Signature')).toEqual(['RSA PKCS#1 v1.5 with SHA-256']);
    expect(factsOf(signed, 'Signer')).toEqual([`issuer ${alice.held.issuer}, serial ${alice.held.serial}`]);
    const year = new Date().getUTCFullYear();
    expect(factsOf(signed, 'Signed at')).toEqual([expect.stringContaining(`${year}-`)]);
    expect(factsOf(signed, 'Warning')).toEqual([]);
    expect(factsOf(sign('-md', 'sha1', ...alice.by), 'Warning')).toEqual([
      'The signature is over SHA-1, which is weak.',
    ]);
  });
});

describe('a signer', () => {
  it('that nobody knows is only the holder of the certificate that came with it', () => {
    expect(read(sign(...alice.by), [bob.known]).verdicts).toMatchObject([
      { state: 'stranger', certificate: alice.certificate },
    ]);
  });

  it('that nobody knows, without certificate, is unknown by name', () => {
    const { issuer, serial, keyIdentifier } = alice.held;
    expect(read(sign('-nocerts', ...alice.by), []).verdicts).toEqual([
      { state: 'unknown', name: { by: 'issuer', issuer, serial } },
    ]);
    expect(read(sign('-nocerts', '-keyid', ...alice.by), []).verdicts).toEqual([
      { state: 'unknown', name: { by: 'key-identifier', keyIdentifier } },
    ]);
  });

  it('is wrong when the known certificate of that name has another key, whatever came with it', () => {
    const impostor = { ...alice.known, key: bob.known.key };
    expect(read(sign(...alice.by), [impostor]).verdicts).toMatchObject([{ state: 'wrong' }]);
    expect(read(sign(...alice.by), [{ ...alice.known, key: curve.known.key }]).verdicts).toMatchObject([
      { state: 'wrong' },
    ]);
  });

  it('of a foreign kind is named', () => {
    const signed = sign('-md', 'md5', ...alice.by);
    expect(read(signed).verdicts).toEqual([
      { state: 'unsupported', reason: 'The signature cannot be checked here: its content is digested with MD5.' },
    ]);
    expect(factsOf(signed, 'Signature')).toEqual(['RSA PKCS#1 v1.5, MD5']);
  });

  it('of a foreign kind leaves the others their verdicts', () => {
    const both = sign('-nocerts', ...alice.by, ...bob.by);
    const sha256 = Buffer.from('608648016503040201', 'hex');
    both[both.lastIndexOf(sha256) + sha256.length - 1] = 0;
    expect(read(both).verdicts.map(({ state }) => state)).toEqual(['verified', 'unsupported']);
  });
});

describe('SignedData is refused by name', () => {
  it('when its content was sent apart from it', () => {
    const apart = openssl(['cms', '-sign', '-binary', '-outform', 'DER', ...alice.by], text);
    expect(readSigned(apart, everybody)).toMatchObject({
      state: 'broken',
      reason: 'It cannot be opened here: its content was sent apart from it.',
    });
  });

  it('when it is cut off', () => {
    const signed = sign(...alice.by);
    for (let end = 1; end < signed.length; end += 7) {
      expect(readSigned(signed.subarray(0, end), everybody)).toMatchObject({ state: 'broken' });
    }
  });

  it('when it has too many signers', () => {
    const signers = Array.from({ length: limits.signers + 1 }, () => alice.by).flat();
    expect(readSigned(sign('-nocerts', ...signers), everybody)).toMatchObject({
      reason: expect.stringContaining('21 signers are more than the limit of 20'),
    });
  });

  it('and other CMS is none', () => {
    const envelope = openssl(['cms', '-encrypt', '-outform', 'DER', '-recip', alice.by[1] ?? ''], text);
    expect(readSigned(envelope, everybody)).toBeUndefined();
  });
});

describe('a changed byte', () => {
  const signed = sign(...alice.by);
  const flip = (at: number, bytes = signed) => bytes.map((octet, i) => (i === at ? octet ^ 1 : octet));
  const range = (part: Uint8Array) => {
    const start = signed.indexOf(part);
    return Array.from({ length: part.length }, (_, i) => start + i);
  };

  it('of the content is wrong, wherever it is', () => {
    for (const at of range(Buffer.from(text))) {
      expect(readSigned(flip(at), everybody)).toMatchObject({ verdicts: [{ state: 'wrong' }] });
    }
  });

  it('of the signature is wrong, wherever it is', () => {
    const signature = signed.subarray(signed.length - 256);
    for (const at of range(signature)) {
      expect(readSigned(flip(at), everybody)).toMatchObject({ verdicts: [{ state: 'wrong' }] });
    }
  });

  it('anywhere never leaves other content verified', () => {
    for (let at = 0; at < signed.length; at += 1) {
      const reading = readSigned(flip(at), everybody);
      if (reading?.state !== 'read' || reading.verdicts[0]?.state !== 'verified') continue;
      expect(Buffer.from(reading.content).toString()).toBe(text);
    }
  });
});
