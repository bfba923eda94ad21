import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ProfileDraft } from '../../preload/contract/index.ts';
import { openSecrets } from '../keyring/secrets.ts';
import type { Vault } from '../keyring/vault.ts';
import type { Service } from '../services/service.ts';
import { Profiles } from './profiles.ts';

const vault: Vault = {
  state: { strength: 'keychain', backend: 'test' },
  seal: async (text) => Buffer.from(text).toString('hex'),
  open: async (sealed) => ({ text: Buffer.from(sealed, 'hex').toString(), renew: false }),
};

const services = {
  post: {
    settings: z.strictObject({
      url: z.url('Write a whole address').meta({ title: 'Address' }),
      password: z.string().min(1).meta({ title: 'Password', secret: true }),
    }),
  } as Pick<Service, 'settings'> as Service,
};

let folder: string;
let forgotten: string[] = [];
beforeEach(async () => {
  forgotten = [];
  folder = await mkdtemp(join(tmpdir(), 'profiles-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function open(): Promise<Profiles> {
  return Profiles.open({
    folder,
    services,
    secrets: await openSecrets({ folder, vault }),
    changed: () => {},
    forget: async (id) => void forgotten.push(id),
  });
}

function aDraft(changes: Partial<ProfileDraft> = {}): ProfileDraft {
  return {
    service: 'post',
    name: 'Office',
    folder: '',
    settings: { url: 'https://a.example' },
    keeping: 'keep',
    ...changes,
  };
}

describe('profiles', () => {
  it('keeps what was saved over a restart, secrets apart and sealed', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft(), { password: 'hunter22' });
    const again = await open();
    expect(again.get(id)).toMatchObject({ name: 'Office', secrets: { password: 'kept' } });
    expect(await again.secrets.of(again.get(id))).toEqual({ password: 'hunter22' });
    for (const file of ['profiles.json', 'secrets.json']) {
      expect(await readFile(join(folder, file), 'utf8')).not.toContain('hunter22');
    }
  });

  it('asks every time where the profile says so: nothing of the secret is on disk', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft({ keeping: 'ask' }), { password: 'hunter22' });
    expect(await profiles.secrets.of(profiles.get(id))).toEqual({ password: 'hunter22' });
    const again = await open();
    expect(again.get(id).secrets).toEqual({ password: 'unknown' });
    expect(await again.secrets.of(again.get(id))).toEqual({});
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain(Buffer.from('hunter22').toString('hex'));
  });

  it('refuses wrong fields by name and changes nothing; a secret may be missing', async () => {
    const profiles = await open();
    await expect(profiles.save(null, aDraft({ settings: { url: 'nonsense' } }), {})).rejects.toMatchObject({
      error: { code: 'invalid-input', fields: { url: 'Write a whole address' } },
    });
    await expect(
      profiles.save(null, aDraft({ settings: { url: 'https://a.example', password: 'in clear' } }), {}),
    ).rejects.toMatchObject({ error: { fields: { password: expect.any(String) } } });
    await expect(profiles.save(null, aDraft({ service: '__proto__' }), {})).rejects.toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(profiles.list()).toEqual([]);
    expect((await profiles.save(null, aDraft(), {})).secrets).toEqual({});
  });

  it('duplicates with its secrets, under the original', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft(), { password: 'hunter22' });
    await profiles.save(null, aDraft({ name: 'Other' }), {});
    const copy = await profiles.duplicate(id);
    expect(profiles.list().map(({ name }) => name)).toEqual(['Office', 'Office copy', 'Other']);
    expect(await profiles.secrets.of(copy)).toEqual({ password: 'hunter22' });
  });

  it('restores a removed profile in its place, with its secrets', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft(), { password: 'hunter22' });
    await profiles.save(null, aDraft({ name: 'Other' }), {});
    await profiles.remove(id);
    expect(() => profiles.get(id)).toThrow('does not exist');
    await profiles.restore(id);
    expect(profiles.list().map(({ name }) => name)).toEqual(['Office', 'Other']);
    expect(await profiles.secrets.of(profiles.get(id))).toEqual({ password: 'hunter22' });
    await expect(profiles.restore(id)).rejects.toMatchObject({ error: { code: 'not-found' } });
  });

  it('forgets removed profiles, secrets and all, when they can no longer be restored', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft(), { password: 'hunter22' });
    await profiles.remove(id);
    expect(forgotten).toEqual([]);
    await open();
    expect(forgotten).toEqual([id]);
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain(id);
    await open();
    expect(forgotten).toEqual([id]);
  });

  it('moves what is kept when the profile is told to ask every time', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft(), { password: 'hunter22' });
    await profiles.save(id, aDraft({ keeping: 'ask' }), {});
    expect(profiles.get(id).secrets).toEqual({ password: 'in-memory' });
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain(Buffer.from('hunter22').toString('hex'));
    await profiles.save(id, aDraft(), {});
    expect(profiles.get(id).secrets).toEqual({ password: 'kept' });
  });

  it('moves what its sessions remember likewise', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft(), {});
    await profiles.memoryOf(id).put('urn', 'urn-4711');
    await profiles.save(id, aDraft({ keeping: 'ask' }), {});
    expect(await profiles.memoryOf(id).get('urn')).toBe('urn-4711');
    expect(await (await open()).memoryOf(id).get('urn')).toBeUndefined();
    await profiles.save(id, aDraft(), {});
    expect(await (await open()).memoryOf(id).get('urn')).toBe('urn-4711');
  });

  it('arranges, keeping what an outdated order does not know', async () => {
    const profiles = await open();
    const a = await profiles.save(null, aDraft({ name: 'A' }), {});
    const b = await profiles.save(null, aDraft({ name: 'B' }), {});
    await profiles.save(null, aDraft({ name: 'C' }), {});
    await profiles.arrange([
      { id: b.id, folder: 'Work' },
      { id: b.id, folder: 'x' },
      { id: a.id, folder: '' },
    ]);
    expect(profiles.list().map(({ name, folder }) => [name, folder])).toEqual([
      ['B', 'Work'],
      ['A', ''],
      ['C', ''],
    ]);
  });

  it('exports readable files without secrets that import again', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft({ name: 'Büro / 1' }), { password: 'hunter22' });
    const twin = await profiles.duplicate(id);
    await profiles.save(twin.id, aDraft({ name: 'Büro / 1' }), {});
    const files = profiles.export([id, twin.id]);
    expect(files.map(({ name }) => name)).toEqual(['buro-1.json', 'buro-1-2.json']);
    expect(JSON.stringify(files)).not.toContain('hunter22');
    const { added, refused } = await profiles.import(files);
    expect(refused).toEqual([]);
    expect(added.map(({ name, settings, secrets }) => ({ name, settings, secrets }))).toEqual(
      Array(2).fill({ name: 'Büro / 1', settings: { url: 'https://a.example' }, secrets: {} }),
    );
  });

  it('says of each file why it cannot be imported', async () => {
    const profiles = await open();
    const good = {
      patchbay: 'profile',
      version: 1,
      service: 'post',
      name: 'N',
      folder: '',
      settings: { url: 'https://a.example' },
    };
    const { added, refused } = await profiles.import([
      { name: 'text.json', text: 'hello' },
      { name: 'other.json', text: '{"__proto__":{"patchbay":"profile"}}' },
      { name: 'newer.json', text: JSON.stringify({ ...good, version: 2 }) },
      { name: 'wrong.json', text: JSON.stringify({ ...good, settings: { url: 1 } }) },
      { name: 'good.json', text: JSON.stringify(good) },
    ]);
    expect(added.map(({ name }) => name)).toEqual(['N']);
    expect(refused.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      expect.stringMatching(/^text.json: It is not JSON/),
      'other.json: It is not a Patchbay profile.',
      expect.stringMatching(/^newer.json: It is a profile, but “version”/),
      expect.stringMatching(/^wrong.json: .*url/),
    ]);
  });

  it('rule 24: sets a damaged file aside and says so', async () => {
    await writeFile(join(folder, 'profiles.json'), '{"version":1,"profiles":[{]}');
    const profiles = await open();
    expect(profiles.list()).toEqual([]);
    expect(profiles.notice).toContain('profiles.json was damaged');
  });

  it('brings the demo’s profiles up to date instead of adding them again, and writes none of their secrets', async () => {
    const profiles = await open();
    const first = await profiles.saveDemo('post', 'Alice', { url: 'http://127.0.0.1:1', password: 'hunter22' });
    const second = await profiles.saveDemo('post', 'Alice', { url: 'http://127.0.0.1:2', password: 'hunter33' });
    expect(second.id).toBe(first.id);
    expect(profiles.list()).toHaveLength(1);
    expect(await profiles.secrets.of(second)).toEqual({ password: 'hunter33' });
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain(Buffer.from('hunter33').toString('hex'));
  });

  it('remembers for the sessions of a profile, sealed; a secret field by its name; nothing of it is exported', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft({ keeping: 'keep' }), { password: 'hunter22' });
    await profiles.memoryOf(id).put('urn', 'urn-4711');
    await profiles.memoryOf(id).put('password', 'hunter33');
    const again = await open();
    expect(await again.memoryOf(id).get('urn')).toBe('urn-4711');
    expect(await again.secrets.of(again.get(id))).toEqual({ password: 'hunter33' });
    expect(again.get(id).secrets).toEqual({ password: 'kept' });
    for (const name of ['profiles.json', 'secrets.json']) {
      expect(await readFile(join(folder, name), 'utf8')).not.toMatch(/urn-4711|hunter/);
    }
    expect(JSON.stringify(again.export([id]))).not.toMatch(/urn-4711|hunter/);
    await again.memoryOf(id).remove('urn');
    expect(await again.memoryOf(id).get('urn')).toBeUndefined();
  });

  it('remembers only until the end where nothing may be kept', async () => {
    const profiles = await open();
    const { id } = await profiles.save(null, aDraft({ keeping: 'ask' }), {});
    await profiles.memoryOf(id).put('urn', 'urn-4711');
    expect(await profiles.memoryOf(id).get('urn')).toBe('urn-4711');
    expect(await (await open()).memoryOf(id).get('urn')).toBeUndefined();
  });
});
