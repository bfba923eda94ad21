import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readCertificate } from './certificate.ts';
import { anIdentity } from './fixtures/identity.ts';
import { openssl, write } from './fixtures/openssl.ts';
import { makeCertificate, makeRequest } from './new-certificate.ts';

const keys = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'EC P-256': generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
  'EC P-384': generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey,
  Ed25519: generateKeyPairSync('ed25519').privateKey,
};
const names = Object.keys(keys) as (keyof typeof keys)[];
const commonName = 'app-0123456789-Bäcker & Söhne';

describe('a self-signed certificate', () => {
  it.each(names)('%s: openssl verifies it, and it says what was asked for', (name) => {
    const made = makeCertificate(keys[name], { commonName, days: 40 });
    if (!made) throw new Error('nothing was made');
    expect(made).toMatchObject({ subject: `CN=${commonName}`, issuer: made.subject, authority: false });
    expect(Math.round((made.notAfter - made.notBefore) / 86_400_000)).toBe(40);
    expect(made.notBefore).toBeLessThan(Date.now());
    const file = write('made.crt', made.pem);
    expect(
      openssl(['verify', '-check_ss_sig', '-x509_strict', '-partial_chain', '-trusted', file, file]).toString(),
    ).toContain('OK');
    const text = openssl([
      'x509',
      '-in',
      file,
      '-noout',
      '-ext',
      'basicConstraints,keyUsage,subjectKeyIdentifier',
    ]).toString();
    expect(text).toContain('CA:FALSE');
    expect(text).toContain('Digital Signature');
    expect(text).toContain(made.keyIdentifier?.replace(/..(?=.)/g, '$&:'));
  });

  it('holds beyond 2049, and is never the same twice', () => {
    const far = [1, 2].map(() => makeCertificate(keys.Ed25519, { commonName, days: 36_500 }));
    expect(new Date(far[0]?.notAfter ?? 0).getUTCFullYear()).toBeGreaterThan(2100);
    expect(far[0]?.serial).not.toBe(far[1]?.serial);
  });

  it('is not made for a key that cannot sign', () => {
    const { privateKey } = generateKeyPairSync('x25519');
    expect(makeCertificate(privateKey, { commonName, days: 1 })).toBeUndefined();
    expect(makeRequest(privateKey, anIdentity('x').certificate)).toBeUndefined();
  });
});

describe('a certificate request', () => {
  it.each(names)('%s: openssl verifies it', (name) => {
    const request = makeRequest(keys[name], makeCertificate(keys[name], { commonName, days: 1 })?.pem ?? '');
    const said = openssl([
      'req',
      '-verify',
      '-noout',
      '-subject',
      '-nameopt',
      'utf8',
      '-in',
      write('made.csr', request ?? ''),
    ]);
    expect(said.toString()).toContain(commonName);
  });

  it('has the subject as it stands in the certificate', () => {
    const bob = anIdentity('bob');
    const request = makeRequest(bob.held.key, bob.certificate);
    const signed = openssl([
      'x509',
      '-req',
      '-days',
      '1',
      '-key',
      write('bob.key', bob.privateKey),
      '-in',
      write('bob.csr', request ?? ''),
    ]);
    expect(readCertificate(signed.toString()).subject).toBe(readCertificate(bob.certificate).subject);
  });
});
