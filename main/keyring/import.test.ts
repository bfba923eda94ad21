import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anIdentity } from '../crypto/fixtures/identity.ts';
import { anEcIdentity, openssl, path, write } from '../crypto/fixtures/openssl.ts';
import { Problem } from '../problem.ts';
import { readImport } from './import.ts';

const bob = anIdentity('bob');
const alice = anIdentity('alice');
const curve = anEcIdentity('curve');
const bobKey = write('bob.key', bob.privateKey);
const passphrase = 'Grüße an Bob';
const legacy = ['-provider', 'legacy', '-provider', 'default'];

function made(args: string[]): string {
  openssl([...args, '-out', 'made']);
  return readFileSync(path('made'), 'utf8');
}
const pkcs8 = (...args: string[]) =>
  made(['pkcs8', '-topk8', '-in', bobKey, '-passout', `pass:${passphrase}`, ...args]);
const traditional = (...args: string[]) =>
  made(['rsa', '-in', bobKey, '-traditional', '-passout', `pass:${passphrase}`, ...args]);
const sec1 = (...args: string[]) => made(['ec', '-in', 'curve.key', '-passout', `pass:${passphrase}`, ...args]);

/** The problem that an import ends with: its fields. */
function refused(input: {
  certificate?: string;
  privateKey?: string;
  passphrase?: string;
  kind?: 'identity' | 'peer';
}) {
  try {
    readImport({ kind: 'identity', certificate: bob.certificate, ...input });
  } catch (error) {
    if (error instanceof Problem) return error.error.fields;
    throw error;
  }
  return 'taken';
}

/** Several wrong passphrases: once in 256 times one looks like the right one for a damaged key. */
function wrong(privateKey: string) {
  return ['a', 'b', 'c', 'd'].map((passphrase) => refused({ privateKey, passphrase }));
}

describe('a private key is taken', () => {
  it.each<[string, () => string, typeof bob]>([
    ['PKCS#8', () => bob.privateKey, bob],
    ['PKCS#1', () => made(['rsa', '-in', bobKey, '-traditional']), bob],
    ['SEC1', () => sec1(), curve],
    ['PKCS#8 for EC', () => curve.privateKey, curve],
    ['PBES2 AES-256', () => pkcs8('-v2', 'aes-256-cbc'), bob],
    ['PBES2 AES-128, SHA-1', () => pkcs8('-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA1'), bob],
    ['PBES2 3DES', () => pkcs8('-v2', 'des3'), bob],
    ['PBES2 SHA-512', () => pkcs8('-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'), bob],
    ['PBES1 SHA1-3DES', () => pkcs8('-v1', 'PBE-SHA1-3DES'), bob],
    ['Proc-Type AES-128', () => traditional('-aes128'), bob],
    ['Proc-Type AES-256', () => traditional('-aes256'), bob],
    ['Proc-Type 3DES', () => traditional('-des3'), bob],
    ['Proc-Type EC', () => sec1('-aes256'), curve],
    ['amid other text', () => `Bag Attributes\n  x: y\n${bob.certificate}\n${bob.privateKey}\nend`, bob],
    ['with CRLF', () => traditional('-aes256').replaceAll('\n', '\r\n'), bob],
  ])('%s', (_, privateKey, { certificate, held }) => {
    const { key } = readImport({ kind: 'identity', certificate, privateKey: privateKey(), passphrase });
    expect(key?.equals(held.key)).toBe(true);
  });

  it('which this runtime refuses, and node-forge opens: PBES1 RC2-40, Proc-Type DES', () => {
    for (const privateKey of [pkcs8('-v1', 'PBE-SHA1-RC2-40', ...legacy), traditional('-des', ...legacy)]) {
      const input = { kind: 'identity', certificate: bob.certificate, privateKey, passphrase } as const;
      expect(readImport(input).key?.equals(bob.held.key)).toBe(true);
      expect(wrong(privateKey)).toContainEqual({ passphrase: expect.stringContaining('does not open') });
    }
  });

  it('from the same text as its certificate, and with its own certificate out of a chain', () => {
    const certificate = `${alice.certificate}${bob.certificate}${bob.privateKey}`;
    const imported = readImport({ kind: 'identity', certificate, privateKey: '' });
    expect(imported.certificate.pem).toBe(bob.certificate);
  });
});

describe('told apart in plain words', () => {
  const encrypted = pkcs8('-v2', 'aes-256-cbc');
  const middle = (text: string) => `${text.slice(0, 800)}${text[800] === 'A' ? 'B' : 'A'}${text.slice(801)}`;
  const cut = (text: string) => text.split('\n').toSpliced(3, 5).join('\n');
  const publicKey = openssl(['pkey', '-in', bobKey, '-pubout']).toString();

  it.each<[string, Parameters<typeof refused>[0], Record<string, string>]>([
    ['no passphrase', { privateKey: encrypted }, { passphrase: 'is needed' }],
    ['an empty passphrase', { privateKey: encrypted, passphrase: '' }, { passphrase: 'is needed' }],
    ['no passphrase, Proc-Type', { privateKey: traditional('-aes256') }, { passphrase: 'is needed' }],
    ['a damaged file', { privateKey: cut(bob.privateKey) }, { privateKey: 'damaged' }],
    ['a damaged encrypted file', { privateKey: cut(encrypted), passphrase }, { privateKey: 'damaged' }],
    [
      'a damaged Proc-Type file',
      { privateKey: traditional('-aes256').replace(/.{4}\n-----END/, '\n-----END'), passphrase },
      { privateKey: 'damaged' },
    ],
    ['a file changed inside', { privateKey: middle(encrypted), passphrase }, { privateKey: 'damaged' }],
    ['a file cut off', { privateKey: bob.privateKey.slice(0, 500) }, { privateKey: 'cut off' }],
    [
      'an encryption nobody can undo',
      { privateKey: pkcs8('-v1', 'PBE-MD5-DES', ...legacy), passphrase },
      { privateKey: 'PBE-MD5-DES' },
    ],
    ['a public key', { privateKey: publicKey }, { privateKey: 'public key' }],
    ['a certificate as key', { privateKey: bob.certificate }, { privateKey: 'This is a certificate' }],
    ['no key at all', {}, { privateKey: 'This is a certificate' }],
    ['something else as key', { privateKey: 'hello' }, { privateKey: 'no private key' }],
    ['the key of another', { privateKey: alice.privateKey }, { privateKey: 'does not belong' }],
    [
      'a key as certificate',
      { certificate: bob.privateKey, privateKey: bob.privateKey },
      { certificate: 'This is a private key' },
    ],
    ['a public key as certificate', { kind: 'peer', certificate: publicKey }, { certificate: 'This is a public key' }],
    ['a damaged certificate', { kind: 'peer', certificate: cut(bob.certificate) }, { certificate: 'damaged' }],
    ['a certificate cut off', { kind: 'peer', certificate: bob.certificate.slice(0, 300) }, { certificate: 'cut off' }],
    ['something else as certificate', { kind: 'peer', certificate: 'hello' }, { certificate: 'no certificate' }],
  ])('%s', (_, input, fields) => {
    const expected = Object.entries(fields).map(([field, text]) => [field, expect.stringContaining(text)]);
    expect(refused(input)).toEqual(Object.fromEntries(expected));
  });

  it.each([encrypted, traditional('-aes256')])('a wrong passphrase', (privateKey) => {
    expect(wrong(privateKey)).toContainEqual({ passphrase: expect.stringContaining('does not open') });
  });

  it('a key whose public part alone is right', () => {
    const { d, ...parts } = createPrivateKey(bob.privateKey).export({ format: 'jwk' });
    const others = createPrivateKey(alice.privateKey).export({ format: 'jwk' });
    const { p, q, dp, dq, qi } = others;
    const mixed = createPrivateKey({ key: { ...parts, d, p, q, dp, dq, qi } as never, format: 'jwk' });
    const privateKey = mixed.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(refused({ privateKey })).not.toBe('taken');
  });

  it('rule 16: and neither key nor passphrase stands in any text', () => {
    const at = fc.integer({ min: 40, max: encrypted.length - 40 });
    fc.assert(
      fc.property(at, fc.constantFrom(encrypted, bob.privateKey), (place, text) => {
        const privateKey = `${text.slice(0, place)}#${text.slice(place + 1)}`;
        const said = JSON.stringify(refused({ privateKey, passphrase }));
        expect(said).not.toContain(passphrase);
        for (const line of text.split('\n').slice(1, -2)) expect(said).not.toContain(line.slice(0, 16));
      }),
      { numRuns: 200 },
    );
  });
});
