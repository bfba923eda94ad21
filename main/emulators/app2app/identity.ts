import { generateKeyPair, randomBytes, sign, verify, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** A private key (PKCS#8) and the certificate that its holder has registered; both PEM. */
export interface Identity {
  certificate: string;
  privateKey: string;
}

const generate = promisify(generateKeyPair);

/** RSA 2048 and a self-signed certificate, as docs.kaleido.io (self-managed crypto) has holders make them. */
export async function makeIdentity(subject: string): Promise<Identity> {
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const name = [{ name: 'commonName', value: subject }];
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // A leading 01 keeps the serial number positive and its length fixed.
  certificate.serialNumber = `01${randomBytes(11).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
  certificate.validity.notAfter = new Date(Date.now() + 365 * 86_400_000);
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), privateKey };
}

/** RSASSA-PKCS1-v1_5 with SHA-256 over the content's bytes alone (github kaleido-io/app2app-snippets). */
export function signContent(content: string | Buffer, privateKey: string): Buffer {
  return sign('RSA-SHA256', bytesOf(content), privateKey);
}

/**
 * Whether the signature holds. Vendor code sends bytes; the documentation also allows a string without saying how it
 * is encoded: base64 and hex are tried.
 */
export function verifyContent(content: string | Buffer, signature: string | Buffer, certificate: string): boolean {
  const candidates =
    typeof signature === 'string' ? [Buffer.from(signature, 'base64'), Buffer.from(signature, 'hex')] : [signature];
  const key = new X509Certificate(certificate).publicKey;
  return candidates.some((candidate) => verify('RSA-SHA256', bytesOf(content), key, candidate));
}

function bytesOf(content: string | Buffer): Buffer {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
}
