import { createPrivateKey, createSecretKey } from 'node:crypto';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact, KeyringItem } from '../../preload/contract/index.ts';
import { readCertificate } from '../crypto/certificate.ts';
import { anEnvelope, anIdentity } from '../crypto/fixtures/identity.ts';
import { anEcIdentity } from '../crypto/fixtures/openssl.ts';
import { workerScript } from '../crypto/fixtures/worker-script.ts';
import { createOpener, type Opener } from '../crypto/opener.ts';
import { type Keyring, type NewItem, openKeyring } from './keyring.ts';
import { openObscuredVault } from './obscured-vault.ts';
import { openSecrets } from './secrets.ts';

const bob = anIdentity('bob');
const alice = anIdentity('alice');
const expired = anIdentity('expired', { days: 0 });
type Pair = { certificate: string; privateKey: string };
const envelope = anEnvelope('hello', bob);

let folder: string;
let openers: Opener[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-'));
});
afterEach(async () => {
  for (const opener of openers) await opener.close();
  openers = [];
});

/** As after a start of the app. */
async function start(): Promise<Keyring> {
  const opener = createOpener(workerScript);
  openers.push(opener);
  const secrets = await openSecrets({ folder, vault: await openObscuredVault(folder) });
  return openKeyring({ folder, secrets, opener, usedBy: () => [] });
}

const asIdentity = (address: string, { certificate, privateKey }: Pair = bob) =>
  ({
    kind: 'identity',
    address,
    certificate: readCertificate(certificate),
    chain: [],
    key: createPrivateKey(privateKey),
  }) as const;
const asPeer = (address: string, { certificate } = alice) =>
  ({ kind: 'peer', address, certificate: readCertificate(certificate), chain: [] }) as const;

/** Adds one item; answers with what it became. */
async function add(keyring: Keyring, item: NewItem, keep = true): Promise<KeyringItem> {
  const [added] = await keyring.add([item], keep);
  if (!added) throw new Error('nothing was added');
  return added;
}

const content = Buffer.from('content');
const facts = (all: Fact[], name: string) => all.filter((fact) => fact.name === name).map(({ value }) => value);

describe('the keyring', () => {
  it('keeps identities and peers over a restart', async () => {
    const keyring = await start();
    const mine = await add(keyring, asIdentity('kld://bob'));
    const theirs = await add(keyring, asPeer('kld://alice'));
    expect(mine).toMatchObject({ address: 'kld://bob', algorithm: 'RSA 2048', privateKey: 'kept', demo: false });
    expect(theirs).toMatchObject({ kind: 'peer', serial: alice.held.serial });
    const later = await start();
    expect(later.items()).toEqual([mine, theirs]);
    expect(await later.lens().open(envelope)).toMatchObject({ state: 'opened', by: 'kld://bob' });
  });

  it('rule 14: shows and writes no private key', async () => {
    const keyring = await start();
    await add(keyring, asIdentity('kld://bob'));
    const written = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')));
    for (const text of [JSON.stringify(keyring.items()), ...written]) {
      for (const line of bob.privateKey.split('\n').slice(1, -2)) expect(text).not.toContain(line);
    }
  });

  it('rule 24: writes files of mode 0600, and sets a damaged one aside', async () => {
    await add(await start(), asPeer('kld://alice'));
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    await writeFile(join(folder, 'keyring.json'), JSON.stringify({ version: 1, items: [{ kind: 'peer' }] }));
    const keyring = await start();
    expect([keyring.items(), keyring.notice]).toEqual([[], expect.stringContaining('set aside')]);
  });

  it('leaves a certificate that cannot be read here where it is, and uses the others', async () => {
    const base = { chain: [], demo: false };
    const unknown = { ...base, id: crypto.randomUUID(), kind: 'peer', address: 'a', certificate: 'of a foreign kind' };
    const { certificate } = alice;
    const known = { ...base, id: crypto.randomUUID(), kind: 'peer', address: 'kld://alice', certificate };
    await writeFile(join(folder, 'keyring.json'), JSON.stringify({ version: 2, items: [unknown, known] }));
    const keyring = await start();
    expect(keyring.notice).toContain('One item of the keyring cannot be read here');
    await add(keyring, asIdentity('kld://bob'));
    expect(keyring.items().map(({ address }) => address)).toEqual(['kld://alice', 'kld://bob']);
    expect((await keyring.lens().open(envelope)).state).toBe('opened');
    const written = JSON.parse(await readFile(join(folder, 'keyring.json'), 'utf8'));
    expect(written.items[0]).toEqual(unknown);
  });

  it('takes over what version 1 wrote, and writes its own', async () => {
    const id = crypto.randomUUID();
    const items = [
      { id, kind: 'identity', address: 'kld://bob', certificate: bob.certificate, demo: false },
      { id: crypto.randomUUID(), kind: 'peer', address: 'kld://alice', certificate: alice.certificate, demo: true },
    ];
    await writeFile(join(folder, 'keyring.json'), JSON.stringify({ version: 1, items }));
    const secrets = await openSecrets({ folder, vault: await openObscuredVault(folder) });
    await secrets.put(`key/${id}`, bob.privateKey, true);
    const keyring = await start();
    expect(keyring.notice).toBeUndefined();
    expect(keyring.items()).toMatchObject([
      { id, kind: 'identity', address: 'kld://bob', privateKey: 'kept', chain: [], demo: false },
      { kind: 'peer', address: 'kld://alice', chain: [], demo: true },
    ]);
    expect((await keyring.lens().open(envelope)).state).toBe('opened');
    await add(keyring, { kind: 'shared', address: 'group', key: createSecretKey(Buffer.alloc(24)) });
    expect(JSON.parse(await readFile(join(folder, 'keyring.json'), 'utf8'))).toMatchObject({ version: 2 });
    const later = await start();
    expect(later.items()).toEqual(keyring.items());
    expect(later.items()[2]).toMatchObject({ kind: 'shared', address: 'group', bits: 192, key: 'kept' });
    expect((await later.key(later.items()[2]?.id ?? ''))?.export()).toEqual(Buffer.alloc(24));
  });

  it('forgets a private key that is not to be kept, says so, and takes it again in its place', async () => {
    const keyring = await start();
    const item = await add(keyring, asIdentity('kld://bob'), false);
    expect(item).toMatchObject({ kind: 'identity', privateKey: 'in-memory' });
    expect((await keyring.lens().open(envelope)).state).toBe('opened');
    const later = await start();
    expect(later.items()).toEqual([{ ...item, privateKey: 'unknown' }]);
    const opening = await later.lens().open(envelope);
    expect(opening.state).toBe('locked');
    expect(facts(opening.facts, 'Private key needed')).toEqual([expect.stringContaining('kld://bob')]);
    await expect(later.lens().sign(content, 'kld://bob')).rejects.toThrow('is not at hand');
    const again = await add(later, asIdentity('kld://bob'));
    expect(again).toEqual({ ...item, privateKey: 'kept' });
    expect((await later.lens().open(envelope)).state).toBe('opened');
  });

  it('says so when a kept key cannot be read any more', async () => {
    const item = await add(await start(), asIdentity('kld://bob'));
    await writeFile(join(folder, 'obscured.key'), Buffer.alloc(32));
    const keyring = await start();
    let changes = 0;
    keyring.onChanged(() => {
      changes += 1;
    });
    expect((await keyring.lens().open(envelope)).state).toBe('locked');
    expect([keyring.items(), changes]).toEqual([[{ ...item, privateKey: 'unknown' }], 1]);
  });

  it('opens with the other keys when one cannot be read', async () => {
    const keyring = await start();
    const unreadable = await add(keyring, asIdentity('kld://alice', alice));
    await add(keyring, asIdentity('kld://bob'));
    const secrets = await openSecrets({ folder, vault: await openObscuredVault(folder) });
    await secrets.put(`key/${unreadable.id}`, 'no key at all', true);
    expect(await (await start()).lens().open(envelope)).toMatchObject({ state: 'opened', by: 'kld://bob' });
  });

  it('removes a key with its secret, and knows when there is none', async () => {
    const keyring = await start();
    const { id } = await add(keyring, asIdentity('kld://bob'));
    expect((await keyring.lens().open(envelope)).state).toBe('opened');
    await keyring.remove(id);
    expect((await keyring.lens().open(envelope)).state).toBe('locked');
    expect(JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')).secrets).toEqual({});
    await expect(keyring.remove(id)).rejects.toMatchObject({ error: { code: 'not-found' } });
  });

  it('tells of every change, until it is undone', async () => {
    const keyring = await start();
    const seen: number[] = [];
    const undo = keyring.onChanged(() => seen.push(keyring.items().length));
    const { id } = await add(keyring, asPeer('kld://alice'));
    await keyring.remove(id);
    undo();
    await add(keyring, asPeer('kld://alice'));
    expect(seen).toEqual([1, 0]);
  });

  it('holds one set of demo keys, apart from those of the user', async () => {
    const keyring = await start();
    await add(keyring, asPeer('kld://a'));
    const demo = ({ certificate, privateKey } = bob) => [
      { kind: 'identity', address: 'kld://bob', certificate, privateKey } as const,
      { kind: 'peer', address: 'kld://a', certificate: bob.certificate } as const,
      { kind: 'peer', address: 'kld://a', certificate: bob.certificate } as const,
    ];
    await keyring.addDemo(demo(alice));
    for (const _ of [1, 2]) await keyring.addDemo(demo());
    expect(keyring.items().map(({ address, demo }) => [address, demo])).toEqual([
      ['kld://a', false],
      ['kld://bob', true],
      ['kld://a', true],
    ]);
    expect((await keyring.lens().open(envelope)).state).toBe('opened');
  });
});

describe('the lens', () => {
  it('says exactly what was signed, whoever signed it', async () => {
    const lens = (await start()).lens();
    const { facts: found } = await lens.verify(Buffer.from('abc'), Buffer.alloc(256), 'kld://nobody');
    expect(facts(found, 'Bytes signed')).toEqual(['3 bytes']);
    expect(facts(found, 'Their SHA-256')).toEqual(['ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad']);
  });

  it('gives the keys of a group, newest first, also after a start', async () => {
    const keyring = await start();
    const keys = [1, 2, 3].map((value) => createSecretKey(Buffer.alloc(32, value)));
    for (const [index, key] of keys.entries()) {
      await add(keyring, { kind: 'shared', address: index === 2 ? 'another' : 'group', key });
    }
    for (const each of [keyring, await start()]) {
      const found = await each.lens().sharedKeys('group');
      expect(found.map((key) => key.export()[0])).toEqual([2, 1]);
    }
  });

  it('says by which address, with which certificate and under which algorithms it opened', async () => {
    const keyring = await start();
    await add(keyring, asIdentity('kld://old', expired));
    const opening = await keyring.lens().open(anEnvelope('hello', bob, expired));
    expect(opening).toMatchObject({ state: 'opened', by: 'kld://old', content: new Uint8Array(Buffer.from('hello')) });
    expect(facts(opening.facts, 'Content encryption')).toEqual(['AES-256-CBC']);
    expect(facts(opening.facts, 'Warning')).toContainEqual(expect.stringContaining('The certificate expired on'));
  });

  it('says which recipients an envelope needs, and when only a certificate of theirs is kept', async () => {
    const keyring = await start();
    await add(keyring, asPeer('kld://alice'));
    const opening = await keyring.lens().open(anEnvelope('hello', alice));
    const { issuer, serial } = alice.held;
    expect(opening).toMatchObject({ state: 'locked', needs: [{ issuer, serial }] });
    expect(facts(opening.facts, 'Private key needed')).toEqual([expect.stringContaining('without a private key')]);
  });

  it('signs as an identity, and verifies by address: verified, wrong, unknown', async () => {
    const keyring = await start();
    await add(keyring, asIdentity('kld://bob'));
    await add(keyring, asPeer('kld://alice'));
    await add(keyring, asPeer('kld://curve', anEcIdentity('curve')));
    const lens = keyring.lens();
    const signature = await lens.sign(content, 'kld://bob');
    const verdict = async (signer: string, of = signature, over = content) =>
      (await lens.verify(over, of, signer)).signature;
    expect(await verdict('kld://bob')).toEqual({ state: 'verified', by: 'kld://bob' });
    expect(await verdict('kld://alice')).toMatchObject({
      state: 'wrong',
      reason: expect.stringContaining('belong together'),
    });
    expect(await verdict('kld://bob', signature, Buffer.from('x'))).toMatchObject({ state: 'wrong' });
    expect(await verdict('kld://bob', signature.subarray(9))).toMatchObject({
      reason: expect.stringContaining('247 bytes'),
    });
    expect(await verdict('kld://eve')).toMatchObject({
      state: 'signer-unknown',
      reason: expect.stringContaining('kld://eve'),
    });
    expect(await verdict('kld://curve')).toMatchObject({
      state: 'signer-unknown',
      reason: expect.stringContaining('no RSA'),
    });
  });

  it('verifies by any of several certificates kept for an address', async () => {
    const keyring = await start();
    await add(keyring, asIdentity('kld://bob'));
    const signature = await keyring.lens().sign(content, 'kld://bob');
    await add(keyring, asPeer('kld://bob', alice));
    expect((await keyring.lens().verify(content, signature, 'kld://bob')).signature.state).toBe('verified');
  });

  it('refuses to sign, with what helps, and without trying again', async () => {
    const keyring = await start();
    await add(keyring, asIdentity('kld://curve', anEcIdentity('curve')));
    await add(keyring, asPeer('kld://alice'));
    for (const [address, text] of [
      ['kld://curve', 'only RSA keys'],
      ['kld://alice', 'no identity'],
    ] as const) {
      await expect(keyring.lens().sign(content, address)).rejects.toMatchObject({
        reason: { code: 'settings', text: expect.stringContaining(text), hint: expect.any(String) },
        retry: false,
      });
    }
  });

  it('finds the newest identity of an address', async () => {
    const keyring = await start();
    await add(keyring, asIdentity('kld://bob', alice));
    const { id } = await add(keyring, asIdentity('kld://bob'));
    await add(keyring, asPeer('kld://bob'));
    expect(keyring.lens().identity('kld://bob')?.id).toBe(id);
    expect(keyring.lens().identity('kld://alice')).toBeUndefined();
  });

  it('never rejects, even without its thread', async () => {
    const keyring = await start();
    await add(keyring, asPeer('kld://alice'));
    for (const opener of openers) await opener.close();
    expect(await keyring.lens().open(envelope)).toMatchObject({
      state: 'broken',
      reason: expect.stringContaining('closed'),
    });
    const { signature } = await keyring.lens().verify(content, content, 'kld://alice');
    expect(signature).toMatchObject({
      state: 'signer-unknown',
      reason: expect.stringContaining('could not be checked'),
    });
  });
});
