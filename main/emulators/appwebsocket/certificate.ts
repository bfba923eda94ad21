import { generateKeyPair, randomBytes, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

export interface SelfSigned {
  /** PEM. */
  certificate: string;
  key: string;
  /** SHA-256, pairs of digits with colons. */
  fingerprint: string;
}

const generate = promisify(generateKeyPair);

/** What a PBX shows that has never been given a certificate: valid for 127.0.0.1, vouched for by nobody. */
export async function selfSigned(): Promise<SelfSigned> {
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  made.serialNumber = `01${randomBytes(11).toString('hex')}`;
  made.validity.notBefore = new Date(Date.now() - 86_400_000);
  made.validity.notAfter = new Date(Date.now() + 365 * 86_400_000);
  const name = [{ name: 'commonName', value: 'PBX of the Patchbay demo' }];
  made.setSubject(name);
  made.setIssuer(name);
  made.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }]);
  made.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  const certificate = forge.pki.certificateToPem(made);
  return { certificate, key: privateKey, fingerprint: new X509Certificate(certificate).fingerprint256 };
}
