import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type Answer,
  type Batch,
  type EntryRow,
  events,
  type Input,
  type Output,
  type RequestName,
  requests,
} from '../preload/contract/index.ts';
import { type App, type Client, createApp } from './app.ts';
import { anIdentity } from './crypto/fixtures/identity.ts';
import { openObscuredVault } from './keyring/obscured-vault.ts';

const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));

let folder: string;
let app: App;
let client: Client;
const batches: Batch[] = [];
const links: string[] = [];

async function start(): Promise<void> {
  app = await createApp({
    folder,
    version: '0.0.0-test',
    vault: await openObscuredVault(folder),
    workers: {
      journal: script('journal/worker.ts'),
      crypto: script('crypto/worker.ts'),
      emulator: script('emulators/worker.ts'),
    },
    openLink: async (url) => void links.push(url.href),
    saveTo: async (name) => join(folder, name),
    menu: false,
    notices: [],
  });
  batches.length = 0;
  client = app.connect((batch) => batches.push(batch));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-'));
  await start();
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

async function ask<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
  const answer = (await client.request(name, input)) as Answer<Output<Name>>;
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

async function rowsOf(profile: string): Promise<EntryRow[]> {
  const view = randomUUID();
  const { count } = await ask('journal:watch', { view, profiles: [profile], filter: '', fold: false, rules: [] });
  const { rows } = await ask('journal:page', { view, offset: Math.max(0, count - 1000), limit: 1000 });
  await ask('journal:unwatch', { view });
  return rows;
}

describe('rule 4: what is not in the contract is refused before any handler', () => {
  it('refuses unknown names, and names that objects inherit', async () => {
    for (const name of ['no:such', 'constructor', '__proto__', 'toString', 7, null, undefined]) {
      expect(await client.request(name, {})).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    }
  });

  it.each(Object.keys(requests) as RequestName[])('%s refuses malformed input and extra arguments', async (name) => {
    expect(await client.request(name, { surprise: 1 })).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (input) => {
        if (requests[name].input.safeParse(input).success) return;
        expect(await client.request(name, input)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
      }),
      { numRuns: 30 },
    );
  });
});

it('rule 10: hands honest links to the host, and no others', async () => {
  for (const url of ['file:///etc/passwd', 'http://example.com', 'https://user@example.com/', 'no link']) {
    expect(await client.request('app:open-link', { url })).toMatchObject({ error: { code: 'invalid-input' } });
  }
  await ask('app:open-link', { url: 'https://example.com/a' });
  expect(links).toEqual(['https://example.com/a']);
});

describe('a filter', () => {
  const draft = {
    service: 'websocket',
    folder: '',
    settings: { url: 'ws://127.0.0.1:1' },
    keeping: 'ask' as const,
  };
  const watch = (profile: string, filter: string) =>
    client.request('journal:watch', { view: randomUUID(), profiles: [profile], filter, fold: false, rules: [] });

  it('knows connections by their names', async () => {
    const { id } = await ask('profile:save', { id: null, draft: { ...draft, name: 'Named' }, secrets: {} });
    await ask('connection:open', { profile: id, secrets: {} });
    await expect.poll(() => watch(id, 'connection=named')).not.toMatchObject({ value: { count: 0 } });
    expect(await watch(id, 'connection:other')).toMatchObject({ value: { count: 0 } });
    const asked = { profiles: [id], text: 'nam' };
    expect(await ask('journal:suggest', { ...asked, field: 'connection' })).toEqual({ values: ['Named'] });
    expect(await ask('journal:suggest', { ...asked, field: 'from' })).toEqual({ values: [] });
    await ask('profile:remove', { id });
  });

  it('that cannot be read is refused with the reason', async () => {
    expect(await watch(randomUUID(), 'a (b')).toMatchObject({
      error: { code: 'invalid-input', fields: { filter: 'This parenthesis is not closed.' } },
    });
  });
});

describe('rule 14: secrets travel only towards main', () => {
  it('no answer and no event has a place for one', () => {
    const schemas = [...Object.values(requests).map(({ output }) => output), ...Object.values(events)];
    const words = JSON.stringify(schemas.map((schema) => keysOf(schema)));
    expect(words).toContain('"secrets"');
    expect(words).not.toMatch(/"(password|passphrase|token|privateKeyPem|secretValues)"/i);
  });

  it('the snapshot names a kept secret and does not hold it', async () => {
    const draft = {
      service: 'app2app',
      name: 'Kept',
      folder: '',
      settings: { endpoint: 'ws://127.0.0.1:1/api/v1', user: 'someone' },
      keeping: 'keep' as const,
    };
    const { id } = await ask('profile:save', { id: null, draft, secrets: { password: 'correct horse battery' } });
    const snapshot = await ask('app:snapshot', {});
    expect(snapshot.profiles.find((profile) => profile.id === id)?.secrets).toEqual({ password: 'kept' });
    expect(JSON.stringify([snapshot, batches])).not.toContain('correct horse');
    await ask('profile:remove', { id });
  });

  it('previews what a profile that is not in use would send, once its secrets are known', async () => {
    const settings = { endpoint: 'ws://127.0.0.1:1/api/v1', user: 'someone' };
    const draft = { service: 'app2app', name: 'Idle', folder: '', settings, keeping: 'keep' as const };
    const input = { from: 'kld://a', to: 'kld://b', content: { as: 'text', text: 'Grüße' }, key: 'k' };
    const preview = (profile: string) => ask('connection:preview', { profile, action: 'produce', input, limit: 1000 });
    const { id } = await ask('profile:save', { id: null, draft, secrets: { password: 'correct horse battery' } });
    expect((await preview(id)).payload.args).toBe(
      '[{"headers":{"from":"kld://a","to":"kld://b"},"content":"Grüße"},"k"]',
    );
    expect((await ask('app:snapshot', {})).connections.map(({ profile }) => profile)).not.toContain(id);
    expect(await rowsOf(id)).toEqual([]);
    const unknown = await ask('profile:save', { id: null, draft: { ...draft, keeping: 'ask' }, secrets: {} });
    await expect(preview(unknown.id)).rejects.toThrow('secret-needed');
    for (const profile of [id, unknown.id]) await ask('profile:remove', { id: profile });
  });

  it('forgets the connection of a profile that is removed', async () => {
    const settings = { endpoint: 'ws://127.0.0.1:1/api/v1', user: 'someone' };
    const draft = { service: 'app2app', name: 'Gone', folder: '', settings, keeping: 'ask' as const };
    const { id } = await ask('profile:save', { id: null, draft, secrets: { password: 'correct horse battery' } });
    await ask('connection:open', { profile: id, secrets: {} });
    const profiles = async () => (await ask('app:snapshot', {})).connections.map(({ profile }) => profile);
    expect(await profiles()).toContain(id);
    await ask('profile:remove', { id });
    expect(await profiles()).not.toContain(id);
  });
});

describe('rule 14: key material stays in main', () => {
  const bob = anIdentity('bob');
  const lines = bob.privateKey.split('\n').slice(1, -2);
  const shared = randomBytes(32);
  const passphrase = 'a passphrase of twelve';

  /** Everything that came over the bridge, and every file of the user. */
  async function searched(answers: unknown[]): Promise<string[]> {
    const names = (await readdir(folder)).filter((name) => !name.includes('lock'));
    const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
    return [JSON.stringify([...answers, ...batches]), ...files];
  }

  it('from reading over importing to exporting', async () => {
    const file = Buffer.from(bob.privateKey + bob.certificate).toString('base64');
    const read = await ask('keyring:read', {
      files: [{ name: 'bob.pem', base64: file }],
      text: shared.toString('hex'),
    });
    expect(read.parts.map(({ kind }) => kind)).toEqual(['private-key', 'certificate', 'shared-key']);
    const [identity = '', , group = ''] = read.parts.map(({ id }) => id);
    const chosen = [
      { part: identity, kind: 'identity' as const, addresses: ['kld://somebody'] },
      { part: group, kind: 'shared' as const, addresses: ['a group'] },
    ];
    const { items } = await ask('keyring:import', { reading: read.reading, items: chosen, keep: true });
    const [id = ''] = items.map((item) => item.id);
    const parts = ['certificate', 'chain', 'public-key', 'request'] as const;
    const files = await Promise.all(parts.map((part) => ask('keyring:export', { id, part })));
    const sealed = await ask('keyring:export-private-key', { id, passphrase, confirmed: true });
    const made = { address: 'x', commonName: 'x', bits: 2048 as const, days: 9, keep: false };
    const generated = await ask('keyring:generate', made);
    const answers = [read, items, files, sealed, generated, await ask('app:snapshot', {})];
    for (const text of await searched(answers)) {
      for (const line of lines) expect(text).not.toContain(line);
      for (const form of ['hex', 'base64'] as const) expect(text).not.toContain(shared.toString(form));
      expect(text).not.toContain(passphrase);
    }
    for (const item of [...items, generated]) await ask('keyring:remove', { id: item.id });
  });

  it('a private key leaves only where that was confirmed, and behind a passphrase of some length', async () => {
    const { id } = await ask('keyring:generate', { address: 'x', commonName: 'x', bits: 2048, days: 9, keep: false });
    for (const input of [
      { id, passphrase },
      { id, passphrase, confirmed: false },
      { id, passphrase: 'too short', confirmed: true },
    ]) {
      expect(await client.request('keyring:export-private-key', input)).toMatchObject({
        error: { code: 'invalid-input' },
      });
    }
    await ask('keyring:remove', { id });
  });

  it('what one interface gave is not there for another, and is forgotten with it', async () => {
    const { reading } = await ask('keyring:read', { files: [], text: bob.privateKey });
    const other = app.connect(() => {});
    const unlock = { reading, passphrases: {} };
    expect(await other.request('keyring:unlock', unlock)).toMatchObject({ error: { code: 'not-found' } });
    expect(await client.request('keyring:unlock', unlock)).toMatchObject({ ok: true });
    const theirs = (await other.request('keyring:read', { files: [], text: bob.privateKey })) as Answer<{
      reading: string;
    }>;
    other.close();
    const id = theirs.ok ? theirs.value.reading : '';
    expect(await other.request('keyring:unlock', { reading: id, passphrases: {} })).toMatchObject({
      error: { code: 'not-found' },
    });
    await ask('keyring:drop', { reading });
  });

  it('says which profiles name an address, as soon as they do', async () => {
    const { id } = await ask('keyring:generate', {
      address: 'kld://used',
      commonName: 'x',
      bits: 2048,
      days: 9,
      keep: false,
    });
    const usedBy = async () => (await ask('app:snapshot', {})).keyring.find((item) => item.id === id)?.usedBy;
    expect(await usedBy()).toEqual([]);
    const settings = { endpoint: 'ws://127.0.0.1:1/api/v1', user: 'someone', subscribe: ['kld://other', 'kld://used'] };
    const draft = { service: 'app2app', name: 'Uses it', folder: '', settings, keeping: 'ask' as const };
    const profile = await ask('profile:save', { id: null, draft, secrets: {} });
    expect(await usedBy()).toEqual([profile.id]);
    const told = batches.flat().filter(({ name }) => name === 'keyring:changed');
    expect(JSON.stringify(told.at(-1))).toContain(profile.id);
    await ask('profile:remove', { id: profile.id });
    expect(await usedBy()).toEqual([]);
    await ask('keyring:remove', { id });
  });
});

describe('the app', () => {
  it('rule 24: keeps the user’s data to the user', async () => {
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('answers and tells only what the contract allows', async () => {
    expect(requests['app:snapshot'].output.safeParse(await ask('app:snapshot', {})).error).toBeUndefined();
    for (const { name, event } of batches.flat()) expect(events[name].safeParse(event).error, name).toBeUndefined();
  });

  it('runs the demo: side by side, produced, acknowledged, delivered, opened, verified; wrong and damaged told apart', async () => {
    const { profiles } = await ask('emulator:start', { service: 'app2app' });
    const known = (await ask('app:snapshot', {})).profiles.filter(({ id }) => profiles.includes(id));
    const alice = known.find(({ name }) => name.startsWith('Alice'));
    const bob = known.find(({ name }) => name.startsWith('Bob'));
    if (!alice || !bob) throw new Error('Alice and Bob are missing');
    await vi.waitFor(
      async () => {
        const { connections } = await ask('app:snapshot', {});
        expect(connections.map(({ state }) => state.state)).toEqual(['open', 'open']);
      },
      { timeout: 20_000 },
    );
    const [from, to] = [alice, bob].map(({ settings }) => (settings.subscribe as string[])[0] ?? '');
    const content = { as: 'json', text: '{"order":4711}' };
    const sent = await ask('connection:perform', {
      profile: alice.id,
      action: 'produce',
      input: { from: from ?? '', to: to ?? '', content, key: 'order-4711' },
    });
    await vi.waitFor(
      async () => {
        const produced = (await rowsOf(alice.id)).find(({ id }) => id === sent.entry);
        expect(produced?.steps.map(({ name }) => name)).toEqual(['acknowledged', 'delivered']);
        const rows = await rowsOf(bob.id);
        const received = rows.find(({ preview }) => preview.includes('4711'));
        expect(received).toMatchObject({ opened: { state: 'opened' }, signature: { state: 'verified' }, from, to });
        expect(rows.map(({ signature }) => signature.state)).toContain('wrong');
        expect(rows.map(({ opened }) => opened.state)).toEqual(expect.arrayContaining(['broken', 'locked']));
      },
      { timeout: 20_000, interval: 200 },
    );
    for (const { name, event } of batches.flat()) expect(events[name].safeParse(event).error, name).toBeUndefined();
    const numbers = batches.flat().map(({ sequence }) => sequence);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it('has the journal still after a restart, with its verdicts', async () => {
    const before = await Promise.all((await ask('app:snapshot', {})).profiles.map(({ id }) => rowsOf(id)));
    await app.close();
    await start();
    const { profiles } = await ask('app:snapshot', {});
    const after = await Promise.all(profiles.map(({ id }) => rowsOf(id)));
    const verified = (rows: EntryRow[][]) =>
      rows.flat().filter(({ signature }) => signature.state === 'verified').length;
    expect(verified(before)).toBeGreaterThan(0);
    expect(verified(after)).toBeGreaterThanOrEqual(verified(before));
    expect(after.flat().map(({ id }) => id)).toEqual(expect.arrayContaining(before.flat().map(({ id }) => id)));
  });
});

describe('while the disk is slower than a server', () => {
  it('makes the server wait, answers, and loses nothing', async () => {
    const parts = 150;
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const settings = { url: `ws://127.0.0.1:${port}/` };
    const draft = { service: 'websocket', name: 'Flood', folder: '', settings, keeping: 'keep' as const };
    const { id: profile } = await ask('profile:save', { id: null, draft, secrets: {} });
    const [[socket]] = await Promise.all([
      once(server, 'connection') as Promise<[WebSocket]>,
      ask('connection:open', { profile, secrets: {} }),
    ]);
    const disk = new DatabaseSync(join(folder, 'journal.sqlite'));
    disk.exec('begin immediate');
    for (let part = 0; part < parts; part++) socket.send(`${part} ${'x'.repeat(1_000_000)}`);
    await vi.waitFor(() => expect(captures().at(-1)?.held).toBe(true), { timeout: 20_000 });
    expect(socket.bufferedAmount).toBeGreaterThan(20_000_000);
    expect((await ask('app:snapshot', {})).capture).toMatchObject({ held: true, lost: 0 });
    disk.close();
    await vi.waitFor(() => expect(captures().at(-1)).toMatchObject({ held: false, queued: 0 }), { timeout: 20_000 });
    await vi.waitFor(() => expect(socket.bufferedAmount).toBe(0), { timeout: 20_000 });
    await vi.waitFor(async () => expect((await numbersOf(profile)).length).toBe(parts), { timeout: 20_000 });
    expect(await numbersOf(profile)).toEqual(Array.from({ length: parts }, (_, part) => part));
    await ask('connection:close', { profile });
    server.close();
  }, 60_000);

  const captures = () => batches.flat().flatMap(({ name, event }) => (name === 'capture:changed' ? [event] : []));
  const numbersOf = async (profile: string) =>
    (await rowsOf(profile)).flatMap(({ preview }) => (/^\d+ x/.test(preview) ? [Number.parseInt(preview, 10)] : []));
});

/** Every property name in a schema. */
function keysOf(schema: unknown, seen = new Set<unknown>()): string[] {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return [];
  seen.add(schema);
  const definition = 'def' in schema ? (schema.def as Record<string, unknown>) : schema;
  const shape = 'shape' in schema ? (schema.shape as Record<string, unknown>) : {};
  const inner = Object.values(definition).flatMap((part) => (Array.isArray(part) ? part : [part]));
  return [
    ...Object.keys(shape),
    ...Object.values(shape).flatMap((part) => keysOf(part, seen)),
    ...inner.flatMap((part) => keysOf(part, seen)),
  ];
}
