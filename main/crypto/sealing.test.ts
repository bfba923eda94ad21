import fc from 'fast-check';
import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from './cms.ts';
import { anIdentity, type Identity } from './fixtures/identity.ts';
import { openssl, path, write } from './fixtures/openssl.ts';
import { unseal } from './key-ring.ts';
import { writePem } from './pem.ts';
import { type Sealing, sealEnvelope, sealedFor, usualSealing } from './sealing.ts';
import { aStranger } from './stranger.ts';

const bob = anIdentity('bob');
const carol = anIdentity('carol', { bits: 4096 });
const both = [bob, carol].map(({ certificate }) => sealedFor(certificate));
const text = 'Grüße, Bob';

const sealings = (['cbc', 'gcm'] as const).flatMap((cipher) =>
  (['pkcs1', 'oaep'] as const).map((transport): Sealing => ({ cipher, transport })),
);

function unsealed(envelope: Uint8Array, by: Identity) {
  const unsealing = unseal(envelope, [by.held]);
  return unsealing.state === 'opened' ? Buffer.from(unsealing.content).toString() : unsealing;
}

function openedByOpenssl(envelope: Uint8Array, by: Identity): string {
  const [input, certificate, key] = [write('e', envelope), write('c', by.certificate), write('k', by.privateKey)];
  const keys = ['-recip', certificate, '-inkey', key];
  return openssl(['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', path(input), ...keys]).toString();
}

function openedByForge(envelope: Uint8Array, by: Identity): string {
  // Its types know only of signed messages.
  const message = forge.pkcs7.messageFromPem(writePem('PKCS7', envelope)) as unknown as {
    findRecipient(certificate: forge.pki.Certificate): unknown;
    decrypt(recipient: unknown, key: forge.pki.PrivateKey): void;
    content: forge.util.ByteStringBuffer;
  };
  const recipient = message.findRecipient(forge.pki.certificateFromPem(by.certificate));
  message.decrypt(recipient, forge.pki.privateKeyFromPem(by.privateKey));
  return Buffer.from(message.content.bytes(), 'binary').toString();
}

describe.each(sealings)('an envelope of $cipher and $transport', (sealing) => {
  it('is opened by each recipient, here and by openssl', () => {
    const envelope = sealEnvelope(Buffer.from(text), both, sealing);
    for (const recipient of [bob, carol]) {
      expect(unsealed(envelope, recipient)).toBe(text);
      expect(openedByOpenssl(envelope, recipient)).toBe(text);
    }
  });

  it('is locked for everybody else', async () => {
    expect(unsealed(sealEnvelope(Buffer.from(text), both, sealing), anIdentity('eve'))).toMatchObject({
      state: 'locked',
    });
    expect(unsealed(sealEnvelope(Buffer.from(text), [await aStranger()], sealing), bob)).toMatchObject({
      state: 'locked',
      needs: [{ issuer: 'CN=nobody' }],
    });
  });

  it('gives back whatever was sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100_000, size: 'max' }), (content) => {
        const unsealing = unseal(sealEnvelope(content, [sealedFor(bob.certificate)], sealing), [bob.held]);
        expect(unsealing.state === 'opened' && Buffer.compare(unsealing.content, content)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it.each([0, 1, 15, 16, 1000])('is noticed to be damaged, around %i bytes', (length) => {
    const envelope = sealEnvelope(new Uint8Array(length), both, sealing, true);
    expect(unsealed(envelope, bob)).toMatchObject({ state: 'broken' });
    expect(() => openedByOpenssl(envelope, bob)).toThrow();
  });

  it('is never twice the same', () => {
    const [one, other] = [1, 2].map(() => sealEnvelope(Buffer.from(text), both, sealing));
    expect(one).not.toEqual(other);
  });
});

describe('an envelope as usual', () => {
  const envelope = sealEnvelope(Buffer.from(text), both, usualSealing);

  it('is opened by node-forge', () => {
    expect(openedByForge(envelope, bob)).toBe(text);
    expect(openedByForge(envelope, carol)).toBe(text);
  });

  it('is what node-forge makes, but for the order of its recipients', () => {
    const made = forge.pkcs7.createEnvelopedData();
    for (const { certificate } of [bob, carol]) made.addRecipient(forge.pki.certificateFromPem(certificate));
    made.content = forge.util.createBuffer(text, 'utf8');
    made.encrypt();
    const theirs = readEnvelope(forge.pkcs7.messageToPem(made as unknown as forge.pkcs7.PkcsSignedData));
    const ours = readEnvelope(envelope);
    const outline = ({ kind, contentType, algorithm, sealed, recipients }: typeof ours) => ({
      kind,
      contentType,
      cipher: algorithm.oid,
      size: sealed.length,
      recipients: recipients
        .map((each) => (each.kind === 'key-transport' ? JSON.stringify([each.name, each.algorithm.oid]) : each.kind))
        .sort(),
    });
    expect(outline(ours)).toEqual(outline(theirs));
  });

  it('is DER to openssl, strictly', () => {
    const shown = openssl(['cms', '-cmsout', '-print', '-inform', 'DER'], envelope).toString();
    expect(shown).toMatch(/EnvelopedData|enveloped/i);
    expect(openssl(['cms', '-cmsout', '-inform', 'DER', '-outform', 'DER'], envelope)).toEqual(Buffer.from(envelope));
  });

  it('is armoured as vendors do', () => {
    const pem = writePem('PKCS7', envelope);
    expect(pem).toMatch(/^-----BEGIN PKCS7-----\r\n([\w+/=]{64}\r\n)+([\w+/=]{1,64}\r\n)?-----END PKCS7-----\r\n$/);
    expect(unseal(pem, [bob.held])).toMatchObject({ state: 'opened' });
  });
});
