import { constants, createCipheriv, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

/** Makes a PKCS#7 PEM envelope around a text. */
export type Seal = (text: string) => string;

const oid = {
  data: '2a864886f70d010701',
  envelopedData: '2a864886f70d010703',
  rsaEncryption: '2a864886f70d010101',
  aes256Cbc: '60864801650304012a',
};

/**
 * Envelopes as node-forge makes them (github kaleido-io/app2app-snippets uses its defaults): EnvelopedData, one
 * recipient by issuer and serial number, RSA PKCS#1 v1.5, AES-256-CBC, PEM of 64 columns with CRLF.
 * Written with node:crypto because forge seals too few a second for a burst and holds big contents several times.
 */
export function sealFor(certificate: string): Seal {
  const { issuer, serialNumber } = forge.pki.certificateFromPem(certificate);
  const issuerDer = forge.asn1.toDer(forge.pki.distinguishedNameToAsn1({ attributes: issuer.attributes })).getBytes();
  const recipient = sequence(Buffer.from(issuerDer, 'binary'), der(0x02, Buffer.from(serialNumber, 'hex')));
  const publicKey = new X509Certificate(certificate).publicKey;
  return (text) => {
    const key = randomBytes(32);
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', key, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const wrapped = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key);
    return toPem(envelopedData(recipient, wrapped, iv, sealed));
  };
}

/**
 * Flips one bit so that the padding of the last block cannot be right: the envelope is visibly broken.
 * (A flip elsewhere would go unnoticed: EnvelopedData has no integrity.)
 */
export function damage(envelope: string): string {
  const bytes = Buffer.from(envelope.replace(/-----.*?-----|\s/g, ''), 'base64');
  const position = bytes.length - 17;
  bytes[position] = (bytes[position] ?? 0) ^ 0x80;
  return toPem(bytes);
}

function envelopedData(recipient: Buffer, wrapped: Buffer, iv: Buffer, sealed: Buffer): Buffer {
  const version = der(0x02, Buffer.from([0]));
  const keyTransport = sequence(version, recipient, algorithm(oid.rsaEncryption, der(0x05)), der(0x04, wrapped));
  const content = sequence(identifier(oid.data), algorithm(oid.aes256Cbc, der(0x04, iv)), der(0xa0, der(0x04, sealed)));
  const enveloped = sequence(version, der(0x31, keyTransport), content);
  return sequence(identifier(oid.envelopedData), der(0xa0, enveloped));
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{1,64}/g, '$&\r\n');
  return `-----BEGIN PKCS7-----\r\n${lines}-----END PKCS7-----\r\n`;
}

function algorithm(id: string, parameters: Buffer): Buffer {
  return sequence(identifier(id), parameters);
}

function identifier(id: string): Buffer {
  return der(0x06, Buffer.from(id, 'hex'));
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(length)]), ...parts]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}
