import { randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyReading } from '../../preload/contract/index.ts';
import { anIdentity } from '../crypto/fixtures/identity.ts';
import { openssl, path, write } from '../crypto/fixtures/openssl.ts';
import type { Keyring } from './keyring.ts';
import { aKeyring, kindsOf, ofKind, readOne } from './readings.fixture.ts';
import type { Readings } from './readings.ts';

const bob = anIdentity('bob');
const alice = anIdentity('alice');

let keyring: Keyring;
let readings: Readings;
beforeEach(async () => {
  ({ keyring, readings } = await aKeyring());
});
afterEach(() => {
  readings.close();
  vi.useRealTimers();
});

/** A root, one below it, and a certificate of that one with its key: `leaf.crt`, `leaf.key`, `middle.crt`, `root.crt`. */
function makeChain(): { leaf: string; key: string; middle: string; root: string } {
  const ca = write('ca.cnf', 'basicConstraints=critical,CA:TRUE\n');
  const text = (name: string) => readFileSync(path(name), 'utf8');
  const request = (name: string) =>
    openssl([
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    ]);
  for (const name of ['root', 'middle', 'leaf']) request(name);
  const x509 = ['x509', '-req', '-days', '30', '-in'];
  openssl([...x509, 'root.csr', '-signkey', 'root.key', '-extfile', ca, '-out', 'root.crt']);
  openssl([
    ...x509,
    'middle.csr',
    '-CA',
    'root.crt',
    '-CAkey',
    'root.key',
    '-CAcreateserial',
    '-extfile',
    ca,
    '-out',
    'middle.crt',
  ]);
  openssl([...x509, 'leaf.csr', '-CA', 'middle.crt', '-CAkey', 'middle.key', '-CAcreateserial', '-out', 'leaf.crt']);
  return { leaf: text('leaf.crt'), key: text('leaf.key'), middle: text('middle.crt'), root: text('root.crt') };
}

const chain = makeChain();

describe('what is found', () => {
  it('puts a certificate, its key and those above it together, in whatever order they stand', async () => {
    const reading = await readOne(
      readings,
      [chain.root, chain.key, chain.leaf, bob.certificate, chain.middle].join('\n'),
    );
    expect(kindsOf(reading)).toEqual(['certificate', 'private-key', 'certificate', 'certificate', 'certificate']);
    const [root, leaf, other, middle] = ofKind(reading, 'certificate');
    expect(leaf).toMatchObject({
      subject: 'CN=leaf',
      authority: false,
      privateKey: 'reading',
      chain: [middle?.id, root?.id],
    });
    expect(root).toMatchObject({ authority: true, privateKey: 'none', chain: [] });
    expect(other).toMatchObject({ subject: bob.held.issuer, chain: [] });
    expect(ofKind(reading, 'private-key')[0]).toMatchObject({
      encrypted: false,
      algorithm: 'RSA 2048',
      certificate: { from: 'reading', part: leaf?.id },
    });
  });

  it('reads the chain of a .p12 and what it calls it, and of a .p7b in PEM and DER', async () => {
    write('above.crt', chain.middle + chain.root);
    const secret = ['-name', 'Bäcker', '-passout', 'pass:x'];
    openssl([
      'pkcs12',
      '-export',
      '-inkey',
      'leaf.key',
      '-in',
      'leaf.crt',
      '-certfile',
      'above.crt',
      ...secret,
      '-out',
      'chain.p12',
    ]);
    const file = await readOne(readings, readFileSync(path('chain.p12')), 'x');
    expect(ofKind(file, 'certificate').map(({ subject }) => subject)).toEqual(['CN=leaf', 'CN=middle', 'CN=root']);
    expect(ofKind(file, 'private-key')[0]?.name).toBe('Bäcker');
    for (const form of ['PEM', 'DER']) {
      openssl([
        'crl2pkcs7',
        '-nocrl',
        '-certfile',
        'leaf.crt',
        '-certfile',
        'above.crt',
        '-outform',
        form,
        '-out',
        'x.p7b',
      ]);
      const bundle = await readOne(readings, readFileSync(path('x.p7b')));
      expect(ofKind(bundle, 'certificate').map(({ chain }) => chain.length)).toEqual([2, 1, 0]);
    }
  });

  it('says that nothing vouches for a .p12 without MAC', async () => {
    openssl([
      'pkcs12',
      '-export',
      '-nomac',
      '-inkey',
      'leaf.key',
      '-in',
      'leaf.crt',
      '-passout',
      'pass:x',
      '-out',
      'nomac.p12',
    ]);
    const reading = await readOne(readings, readFileSync(path('nomac.p12')), 'x');
    expect(reading.notices).toEqual([expect.stringContaining('no MAC')]);
  });

  it('takes shared keys of 32, 24 and 16 bytes as hex and base64, and no others', async () => {
    for (const length of [16, 24, 32]) {
      const key = randomBytes(length);
      const hex = key.toString('hex');
      const texts = [
        hex,
        hex.toUpperCase(),
        `0x${hex}`,
        hex.replace(/..(?=.)/g, '$&:'),
        key.toString('base64'),
        key.toString('base64url'),
      ];
      for (const text of texts) {
        for (const given of [`${text}\n`, Buffer.from(text)]) {
          const reading = await readOne(readings, given);
          expect(reading.parts).toEqual([expect.objectContaining({ kind: 'shared-key', bits: length * 8 })]);
        }
      }
    }
    for (const length of [15, 17, 31, 33, 48]) {
      expect(kindsOf(await readOne(readings, randomBytes(length).toString('base64')))).toEqual(['refused']);
    }
    const lines = [16, 24, 32].map((length) => randomBytes(length).toString('base64'));
    expect(kindsOf(await readOne(readings, lines.join('\n')))).toEqual(['shared-key', 'shared-key', 'shared-key']);
  });

  it('shows the same once, and warns', async () => {
    const old = anIdentity('old', { bits: 1024, days: 0 });
    const reading = await readOne(readings, old.certificate + old.privateKey + old.certificate + old.privateKey);
    expect(kindsOf(reading)).toEqual(['certificate', 'private-key']);
    expect(ofKind(reading, 'certificate')[0]?.warnings.map(({ code }) => code)).toEqual(['expired', 'weak-key']);
    openssl([
      'req',
      '-x509',
      '-sha1',
      '-days',
      '3',
      '-key',
      write('bob.key', bob.privateKey),
      '-subj',
      '/CN=x',
      '-out',
      'sha1.crt',
    ]);
    const weak = await readOne(readings, readFileSync(path('sha1.crt'), 'utf8'));
    expect(ofKind(weak, 'certificate')[0]?.warnings.map(({ code }) => code)).toEqual([
      'expires-soon',
      'weak-signature',
    ]);
  });

  it('rule 14: nothing secret stands in an answer', async () => {
    const shared = randomBytes(32);
    const reading = await readings.read({
      files: [{ name: 'k', base64: Buffer.from(bob.privateKey).toString('base64') }],
      text: shared.toString('base64'),
    });
    expect(keyReading.parse(reading)).toEqual(reading);
    const said = JSON.stringify(reading);
    for (const line of bob.privateKey.split('\n').slice(1, -2)) expect(said).not.toContain(line);
    for (const form of ['hex', 'base64'] as const) expect(said).not.toContain(shared.toString(form));
  });
});

describe('what is imported', () => {
  it('is an identity with its chain, for each address', async () => {
    const { reading, parts } = await readOne(readings, chain.root + chain.key + chain.leaf + chain.middle);
    const part = parts.find(({ kind }) => kind === 'private-key')?.id ?? '';
    const items = await readings.import({
      reading,
      items: [{ part, kind: 'identity', addresses: ['a', 'b'] }],
      keep: true,
    });
    expect(items.map(({ kind, address }) => [kind, address])).toEqual([
      ['identity', 'a'],
      ['identity', 'b'],
    ]);
    expect(items[0]).toMatchObject({ subject: 'CN=leaf', privateKey: 'kept', warnings: [{ code: 'expires-soon' }] });
    expect(items[0]?.kind === 'identity' && items[0].chain.map(({ subject }) => subject)).toEqual([
      'CN=middle',
      'CN=root',
    ]);
    expect(keyring.items()).toEqual(items);
  });

  it('is a peer, or a shared key', async () => {
    const { reading, parts } = await readings.read({
      files: [{ name: 'a.crt', base64: Buffer.from(alice.certificate).toString('base64') }],
      text: '00112233445566778899aabbccddeeff',
    });
    const items = await readings.import({
      reading,
      items: [
        { part: parts[0]?.id ?? '', kind: 'peer', addresses: ['alice'] },
        { part: parts[1]?.id ?? '', kind: 'shared', addresses: ['group'] },
      ],
      keep: true,
    });
    expect(items).toMatchObject([
      { kind: 'peer', address: 'alice' },
      { kind: 'shared', address: 'group', bits: 128, key: 'kept', fingerprint: expect.stringMatching(/^(..:){31}..$/) },
    ]);
    expect((await keyring.key(items[1]?.id ?? ''))?.export().toString('hex')).toBe('00112233445566778899aabbccddeeff');
    expect(await keyring.key(items[0]?.id ?? '')).toBeUndefined();
  });

  it('is a key with a certificate made for it, where asked, and otherwise says that one is missing', async () => {
    const { reading, parts } = await readOne(readings, bob.privateKey);
    expect(parts).toMatchObject([{ kind: 'private-key', certificate: null }]);
    const item = { part: parts[0]?.id ?? '', kind: 'identity' as const, addresses: ['kld://bob'] };
    await expect(readings.import({ reading, items: [item], keep: false })).rejects.toMatchObject({
      error: { code: 'invalid-input', fields: { 'items.0.commonName': expect.stringContaining('no certificate') } },
    });
    const [made] = await readings.import({ reading, items: [{ ...item, commonName: 'app-1-Bäcker' }], keep: false });
    expect(made).toMatchObject({
      kind: 'identity',
      subject: 'CN=app-1-Bäcker',
      issuer: 'CN=app-1-Bäcker',
      privateKey: 'in-memory',
    });
    if (made?.kind !== 'identity') throw new Error();
    expect(new X509Certificate(made.certificate).checkPrivateKey(bob.held.key)).toBe(true);
  });

  it('pairs a new certificate with the key that is kept, and a key with the certificate that is kept', async () => {
    const first = await readOne(readings, chain.key);
    const item = { part: first.parts[0]?.id ?? '', kind: 'identity' as const, addresses: ['a'], commonName: 'x' };
    const [kept] = await readings.import({ reading: first.reading, items: [item], keep: true });
    const renewed = await readOne(readings, chain.leaf);
    expect(renewed.parts).toMatchObject([{ kind: 'certificate', privateKey: 'keyring' }]);
    const items = [{ part: renewed.parts[0]?.id ?? '', kind: 'identity' as const, addresses: ['a'] }];
    expect(await readings.import({ reading: renewed.reading, items, keep: true })).toMatchObject([
      { subject: 'CN=leaf', privateKey: 'kept' },
    ]);
    expect(keyring.items()).toHaveLength(2);
    const again = await readOne(readings, chain.key);
    expect(ofKind(again, 'private-key')[0]?.certificate).toMatchObject({ from: 'keyring' });
    expect(kept).toMatchObject({ subject: 'CN=x' });
  });

  it('is all or nothing, and what was given stays after a mistake', async () => {
    const { reading, parts } = await readOne(readings, bob.certificate + alice.certificate);
    const [one, other] = parts.map(({ id }) => id);
    const peer = { part: one ?? '', kind: 'peer' as const, addresses: ['bob'] };
    for (const wrong of [
      { part: other ?? '', kind: 'identity' as const, addresses: ['x'] },
      { part: other ?? '', kind: 'shared' as const, addresses: ['x'] },
      { part: 'part-99', kind: 'peer' as const, addresses: ['x'] },
    ]) {
      await expect(readings.import({ reading, items: [peer, wrong], keep: false })).rejects.toMatchObject({
        error: { code: 'invalid-input', fields: { 'items.1.part': expect.any(String) } },
      });
    }
    expect(keyring.items()).toEqual([]);
    await readings.import({ reading, items: [peer], keep: false });
    await expect(readings.import({ reading, items: [peer], keep: false })).rejects.toMatchObject({
      error: { code: 'not-found' },
    });
  });
});

describe('what is given is forgotten', () => {
  const lasts = async (reading: string) => {
    try {
      await readings.unlock({ reading, passphrases: {} });
      return true;
    } catch (error) {
      expect(error).toMatchObject({ error: { code: 'not-found' } });
      return false;
    }
  };

  it('when it is dropped, when others come, and when its interface closes', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 6; i += 1) ids.push((await readOne(readings, bob.privateKey)).reading);
    expect(await Promise.all(ids.map(lasts))).toEqual([false, false, true, true, true, true]);
    readings.drop(ids[5] ?? '');
    readings.drop('nothing');
    expect(await lasts(ids[5] ?? '')).toBe(false);
    readings.close();
    readings.close();
    expect(await lasts(ids[4] ?? '')).toBe(false);
    const late = await readOne(readings, bob.privateKey);
    expect(await lasts(late.reading)).toBe(false);
  });

  it('after ten minutes in which nobody asked for it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { reading } = await readOne(readings, bob.certificate);
    vi.advanceTimersByTime(9 * 60_000);
    expect(await lasts(reading)).toBe(true);
    vi.advanceTimersByTime(9 * 60_000);
    expect(await lasts(reading)).toBe(true);
    vi.advanceTimersByTime(11 * 60_000);
    expect(await lasts(reading)).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});
