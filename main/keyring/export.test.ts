import { createPrivateKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from '../crypto/certificate.ts';
import { anIdentity } from '../crypto/fixtures/identity.ts';
import { openssl, write } from '../crypto/fixtures/openssl.ts';
import { exportPrivateKey, exportPublic } from './export.ts';
import type { Keyring } from './keyring.ts';
import { makeIdentity } from './new-identity.ts';
import { aKeyring, kindsOf, readOne } from './readings.fixture.ts';
import type { Readings } from './readings.ts';

const bob = anIdentity('bob');
const above = readCertificate(anIdentity('above').certificate);
const passphrase = 'Grüße an Bob, zwölf';

let keyring: Keyring;
let readings: Readings;
let [identity, peer, shared] = ['', '', ''];
beforeAll(async () => {
  ({ keyring, readings } = await aKeyring());
  const certificate = readCertificate(bob.certificate);
  const key = bob.held.key;
  const added = await keyring.add(
    [
      { kind: 'identity', address: 'kld://bob/../x y', certificate, chain: [above], key },
      { kind: 'peer', address: '???', certificate, chain: [] },
    ],
    true,
  );
  [identity = '', peer = ''] = added.map(({ id }) => id);
  const { reading, parts } = await readOne(readings, '00112233445566778899aabbccddeeff');
  const items = [{ part: parts[0]?.id ?? '', kind: 'shared' as const, addresses: ['group'] }];
  shared = (await readings.import({ reading, items, keep: true }))[0]?.id ?? '';
});

describe('the public parts', () => {
  it('are given as PEM, under names that any system takes', async () => {
    const parts = ['certificate', 'chain', 'public-key', 'request'] as const;
    const files = await Promise.all(parts.map((part) => exportPublic(keyring, identity, part)));
    const stem = 'kld-bob-..-x-y';
    expect(files.map(({ name }) => name)).toEqual([
      `${stem}.crt.pem`,
      `${stem}.chain.pem`,
      `${stem}.pub.pem`,
      `${stem}.csr.pem`,
    ]);
    const [certificate, chain, publicKey, request] = files.map(({ text }) => text);
    expect(certificate).toBe(bob.certificate);
    expect(chain).toBe(bob.certificate + above.pem);
    expect(publicKey).toBe(openssl(['x509', '-in', write('bob.crt', bob.certificate), '-pubkey', '-noout']).toString());
    expect(openssl(['req', '-verify', '-noout', '-in', write('bob.csr', request ?? '')])).toBeDefined();
    expect(await exportPublic(keyring, peer, 'certificate')).toEqual({ name: 'key.crt.pem', text: bob.certificate });
    for (const { text } of files) expect(text).not.toContain('PRIVATE');
  });

  it('are not there for everything', async () => {
    await expect(exportPublic(keyring, peer, 'request')).rejects.toMatchObject({ error: { code: 'refused' } });
    await expect(exportPublic(keyring, shared, 'public-key')).rejects.toMatchObject({ error: { code: 'refused' } });
    await expect(exportPublic(keyring, crypto.randomUUID(), 'chain')).rejects.toMatchObject({
      error: { code: 'not-found' },
    });
  });
});

describe('the private key', () => {
  it('leaves encrypted, is opened by openssl and here, and by nothing but its passphrase', async () => {
    const { name, text } = await exportPrivateKey(keyring, identity, passphrase);
    expect(name).toBe('kld-bob-..-x-y.key.pem');
    expect(text).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n[\w+/=\n]+-----END ENCRYPTED PRIVATE KEY-----\n$/);
    const file = write('out.pem', text);
    const opened = openssl(['pkey', '-in', file, '-passin', `pass:${passphrase}`]).toString();
    expect(createPrivateKey(opened).equals(bob.held.key)).toBe(true);
    expect(openssl(['asn1parse', '-in', file]).toString()).toMatch(/PBES2[\s\S]*hmacWithSHA256[\s\S]*aes-256-cbc/);
    expect(kindsOf(await readOne(readings, text, 'wrong'))).toEqual(['locked']);
    expect(kindsOf(await readOne(readings, text, passphrase))).toEqual(['private-key']);
  });

  it('is not there for a peer, or a shared key', async () => {
    for (const id of [peer, shared]) {
      await expect(exportPrivateKey(keyring, id, passphrase)).rejects.toMatchObject({ error: { code: 'refused' } });
    }
  });
});

it.each([2048, 3072] as const)('a new identity of RSA %i opens what is sealed for it', async (bits) => {
  const made = await makeIdentity({ address: 'kld://new', commonName: 'app-1-new', bits, days: 30 });
  const [item] = await keyring.add([made], true);
  expect(item).toMatchObject({
    kind: 'identity',
    algorithm: `RSA ${bits}`,
    subject: 'CN=app-1-new',
    privateKey: 'kept',
  });
  if (item?.kind !== 'identity') throw new Error();
  const sealed = openssl(['cms', '-encrypt', '-outform', 'PEM', write('new.crt', item.certificate)], 'hello');
  const { text } = await exportPrivateKey(keyring, item.id, passphrase);
  const recipient = ['-recip', 'new.crt', '-inkey', write('new.key', text), '-passin', `pass:${passphrase}`];
  expect(openssl(['cms', '-decrypt', '-inform', 'PEM', ...recipient], sealed).toString()).toContain('hello');
});
