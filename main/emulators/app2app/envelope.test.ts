import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import forge from 'node-forge';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { damage, sealFor } from './envelope.ts';
import { type Identity, makeIdentity } from './identity.ts';

let identity: Identity;
let folder: string;
beforeAll(async () => {
  identity = await makeIdentity('app2app-m123456789-test');
  folder = await mkdtemp(join(tmpdir(), 'envelope-'));
});
afterAll(() => rm(folder, { recursive: true }));

function openWithForge(pem: string): string {
  const envelope = forge.pkcs7.messageFromPem(pem) as forge.pkcs7.PkcsEnvelopedData;
  const recipient = envelope.findRecipient(forge.pki.certificateFromPem(identity.certificate));
  envelope.decrypt(
    recipient as forge.pkcs7.PkcsEnvelopedData['recipients'][0],
    forge.pki.privateKeyFromPem(identity.privateKey),
  );
  return String(envelope.content);
}

it.each(['', 'short', 'Grüße, 你好 🔏', 'x'.repeat(200_000)])(
  'is opened by node-forge and by OpenSSL (%#)',
  async (text) => {
    const pem = sealFor(identity.certificate)(text);
    expect(pem).toMatch(/^-----BEGIN PKCS7-----\r\n([\w+/=]{1,64}\r\n)+-----END PKCS7-----\r\n$/);
    expect(openWithForge(pem)).toBe(text);

    const [envelope, key] = [join(folder, 'envelope.pem'), join(folder, 'key.pem')];
    await writeFile(envelope, pem);
    await writeFile(key, identity.privateKey);
    const opened = await promisify(execFile)(
      'openssl',
      ['smime', '-decrypt', '-binary', '-inform', 'PEM', '-in', envelope, '-inkey', key],
      { maxBuffer: 1_000_000 },
    );
    expect(opened.stdout).toBe(text);
  },
);

it('is as node-forge would have written it, but for the random parts', () => {
  const reference = forge.pkcs7.createEnvelopedData();
  reference.addRecipient(forge.pki.certificateFromPem(identity.certificate));
  reference.content = forge.util.createBuffer('the same length');
  reference.encrypt();
  expect(
    shapeOf(forge.asn1.fromDer(forge.pem.decode(sealFor(identity.certificate)('the same length'))[0]?.body ?? '')),
  ).toEqual(shapeOf(reference.toAsn1()));
});

/** Tags and values, of random bytes only how many. */
function shapeOf({ tagClass, type, value }: forge.asn1.Asn1): unknown {
  if (typeof value !== 'string') return [tagClass, type, value.map(shapeOf)];
  const isRandom = type === forge.asn1.Type.OCTETSTRING;
  return [tagClass, type, isRandom ? value.length : forge.util.bytesToHex(value)];
}

it('is visibly broken once damaged', () => {
  const pem = sealFor(identity.certificate)('A text of more than one block of sixteen bytes');
  expect(openWithForge(pem)).toContain('more than one block');
  expect(() => openWithForge(damage(pem))).toThrow('Symmetric decryption failed');
});
