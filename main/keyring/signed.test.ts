import { afterAll, describe, expect, it } from 'vitest';
import type { PeerItem } from '../../preload/contract/index.ts';
import { readCertificate } from '../crypto/certificate.ts';
import { anIdentity, type Identity } from '../crypto/fixtures/identity.ts';
import { openssl, write } from '../crypto/fixtures/openssl.ts';
import { workerScript } from '../crypto/fixtures/worker-script.ts';
import { createOpener } from '../crypto/opener.ts';
import { createLens, type LensKey } from './lens.ts';

const alice = anIdentity('alice');
const bob = anIdentity('bob');
const opener = createOpener(workerScript);
afterAll(() => opener.close());

const text = '{"content":"Grüße"}';
const filesOf = ({ held: { id }, certificate, privateKey }: Identity) => [
  '-signer',
  write(`${id}.crt`, certificate),
  '-inkey',
  write(`${id}.key`, privateKey),
];
const sign = (...args: string[]) => openssl(['cms', '-sign', '-binary', '-nodetach', '-outform', 'DER', ...args], text);
const byAlice = sign(...filesOf(alice));

function keptFor(address: string, { certificate: pem }: Identity): LensKey {
  const certificate = readCertificate(pem);
  // Only what the lens asks for.
  const item = { id: `${address} ${certificate.serial}`, kind: 'peer', address } as PeerItem;
  return { certificate, item };
}

const lensOf = (...keys: LensKey[]) =>
  createLens({ keys: async () => keys, identity: () => undefined, sharedKeys: async () => [] }, opener);

describe('SignedData through the lens', () => {
  it('is verified by the address that the certificate is kept for', async () => {
    const lens = lensOf(keptFor('kld://bob', bob), keptFor('kld://alice', alice));
    const reading = await lens.openSigned(byAlice);
    expect(reading).toMatchObject({
      state: 'read',
      signature: { state: 'verified', by: 'kld://alice' },
      signers: ['kld://alice'],
    });
    expect(reading?.facts).toContainEqual({ name: 'Signed by', value: 'kld://alice' });
    expect(reading?.state === 'read' && Buffer.from(reading.content).toString()).toBe(text);
  });

  it('names every address that it is kept for, and every signer', async () => {
    const lens = lensOf(keptFor('a', alice), keptFor('b', alice), keptFor('c', bob));
    expect(await lens.openSigned(byAlice)).toMatchObject({ signers: ['a', 'b'], signature: { by: 'a, b' } });
    const both = await lens.openSigned(sign(...filesOf(alice), ...filesOf(bob)));
    expect(both).toMatchObject({ signature: { state: 'verified' } });
    expect(both?.state === 'read' && both.signers.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('by the holder of a certificate that came with it has an unknown signer', async () => {
    const reading = await lensOf(keptFor('kld://bob', bob)).openSigned(byAlice);
    expect(reading).toMatchObject({
      signers: [],
      signature: { state: 'signer-unknown', reason: expect.stringContaining('nobody vouches for') },
    });
    const { fingerprint } = readCertificate(alice.certificate);
    expect(reading?.facts).toContainEqual({ name: 'Fingerprint', value: fingerprint });
  });

  it('is not verified while one of its signers is unknown', async () => {
    const lens = lensOf(keptFor('kld://bob', bob));
    const reading = await lens.openSigned(sign('-nocerts', ...filesOf(alice), ...filesOf(bob)));
    expect(reading).toMatchObject({ signature: { state: 'signer-unknown' } });
  });

  it('that was changed is wrong', async () => {
    const changed = Buffer.from(byAlice);
    const at = changed.indexOf('content');
    changed.write('CONTENT', at);
    const reading = await lensOf(keptFor('kld://alice', alice)).openSigned(changed);
    expect(reading).toMatchObject({
      signature: { state: 'wrong', reason: 'The content is not the one that was signed: it was changed.' },
    });
  });

  it('is read as S/MIME, but refused by name where the signature stands beside the content', async () => {
    const lens = lensOf(keptFor('kld://alice', alice));
    expect(await lens.openSigned(sign('-outform', 'SMIME', ...filesOf(alice)))).toMatchObject({
      signature: { state: 'verified' },
    });
    const apart = openssl(['smime', '-sign', ...filesOf(alice)], text);
    expect(await lens.openSigned(apart)).toMatchObject({
      state: 'broken',
      reason: expect.stringContaining('multipart/signed'),
    });
  });

  it.each([
    '{"content":"x"}',
    'Content-Type: text/plain\r\n\r\nhello',
    '',
    '0',
    Buffer.of(),
    Buffer.from('hello'),
    Buffer.of(0x30, 0),
  ])('is not seen in other content: %#', async (content) => {
    expect(await lensOf().openSigned(content)).toBeUndefined();
  });

  it('that is damaged says so', async () => {
    expect(await lensOf().openSigned(byAlice.subarray(0, 100))).toMatchObject({
      state: 'broken',
      reason: expect.stringContaining('This is not a whole signed message'),
    });
  });
});
