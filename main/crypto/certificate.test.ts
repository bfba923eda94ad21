import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isNamed, readCertificate } from './certificate.ts';
import { anIdentity } from './fixtures/identity.ts';
import { anEcIdentity, openssl, write } from './fixtures/openssl.ts';

describe('a certificate', () => {
  const bob = anIdentity('bob');

  it('is read as the runtime reads it', () => {
    const x509 = new X509Certificate(bob.certificate);
    expect(readCertificate(bob.certificate)).toMatchObject({
      subject: 'C=DE, O=Acme\\, Inc., CN=bob',
      issuer: 'C=DE, O=Acme\\, Inc., CN=bob',
      // In lower case in Electron.
      serial: x509.serialNumber.toUpperCase(),
      fingerprint: x509.fingerprint256,
      notBefore: Date.parse(x509.validFrom),
      notAfter: Date.parse(x509.validTo),
      algorithm: 'RSA 2048',
    });
  });

  it('has the key identifier that openssl names', () => {
    const text = openssl([
      'x509',
      '-in',
      write('bob', bob.certificate),
      '-noout',
      '-ext',
      'subjectKeyIdentifier',
    ]).toString();
    expect(text.replaceAll(':', '')).toContain(readCertificate(bob.certificate).keyIdentifier);
  });

  it('gives itself alone as PEM, whatever stood around it', () => {
    const { pem } = readCertificate(`${bob.certificate}\n${bob.privateKey}`);
    expect(pem).toBe(bob.certificate);
  });

  it('is read from DER and for an EC key', () => {
    const der = openssl(['x509', '-outform', 'DER'], anEcIdentity('curve').certificate);
    expect(readCertificate(der).algorithm).toBe('EC prime256v1');
  });

  it('cannot disguise its name', () => {
    const { certificate } = anIdentity('a, CN=bob+c/CN=\u202eeve\u0007 ');
    expect(readCertificate(certificate).subject).toContain('CN=a\\, CN\\=bob\\+c/CN\\=\\E2\\80\\AEeve\\07\\ ');
  });

  it('is the one an envelope names by issuer and serial, or by key identifier', () => {
    const certificate = readCertificate(bob.certificate);
    const { issuer, serial, keyIdentifier = '' } = certificate;
    expect(isNamed(certificate, { by: 'issuer', issuer, serial })).toBe(true);
    expect(isNamed(certificate, { by: 'issuer', issuer, serial: '01' })).toBe(false);
    expect(isNamed(certificate, { by: 'issuer', issuer: 'CN=eve', serial })).toBe(false);
    expect(isNamed(certificate, { by: 'key-identifier', keyIdentifier })).toBe(true);
    expect(isNamed({ ...certificate, keyIdentifier: undefined }, { by: 'key-identifier', keyIdentifier })).toBe(false);
  });

  it.each(['', 'hello', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', bob.privateKey])(
    'is refused when it is none: %#',
    (text) => {
      expect(() => readCertificate(text)).toThrow('damaged or of an unknown kind');
    },
  );
});
