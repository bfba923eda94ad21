import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isNamed, readCertificate } from './certificate.ts';
import { anIdentity, openssl } from './openssl-files.ts';

describe('a certificate', () => {
  const bob = anIdentity('bob');

  it('is read as the runtime reads it', () => {
    const x509 = new X509Certificate(bob.certificate);
    expect(readCertificate(bob.certificate)).toMatchObject({
      subject: 'C=DE, O=Acme\\, Inc., CN=bob',
      issuer: 'C=DE, O=Acme\\, Inc., CN=bob',
      serial: x509.serialNumber,
      fingerprint: x509.fingerprint256,
      notBefore: Date.parse(x509.validFrom),
      notAfter: Date.parse(x509.validTo),
      algorithm: 'RSA 2048',
    });
  });

  it('has the key identifier that openssl names', () => {
    const text = openssl(['x509', '-in', bob.certificateFile, '-noout', '-ext', 'subjectKeyIdentifier']).toString();
    expect(text.replaceAll(':', '')).toContain(readCertificate(bob.certificate).keyIdentifier);
  });

  it('gives itself alone as PEM, whatever stood around it', () => {
    const { pem } = readCertificate(`${bob.certificate}\n${bob.privateKey}`);
    expect(pem).toBe(bob.certificate);
  });

  it('is read from DER and for an EC key', () => {
    const curve = anIdentity('curve', 'ec');
    const der = openssl(['x509', '-in', curve.certificateFile, '-outform', 'DER']);
    expect(readCertificate(der).algorithm).toBe('EC prime256v1');
  });

  it('cannot disguise its name', () => {
    const name = anIdentity('x', 'rsa', '-subj', '/O=a, CN=bob\\+\\/CN=\u202eeve\u0007 ');
    expect(readCertificate(name.certificate).subject).toBe('O=a\\, CN\\=bob\\+/CN\\=\\E2\\80\\AEeve\\07\\ ');
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
