import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { VaultState } from '../../preload/contract/index.ts';
import { openSecrets } from './secrets.ts';
import type { Vault } from './vault.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-'));
});

const onDisk = () => readFile(join(folder, 'secrets.json'), 'utf8');

/** Seals reversibly under its backend's name and a generation, so that each state of a real one can be played. */
function aVault(state: Partial<VaultState> = {}, generation = { seals: 1, opens: [1] }): Vault {
  const full: VaultState = { strength: 'keychain', backend: 'gnome_libsecret', ...state };
  return {
    state: full,
    seal: async (text) =>
      JSON.stringify([full.backend, generation.seals, Buffer.from(text).toString('base64')]).replaceAll('"', "'"),
    open: async (sealed) => {
      const [backend, made, text] = JSON.parse(sealed.replaceAll("'", '"'));
      if (backend !== full.backend || !generation.opens.includes(made)) throw new Error('cannot be opened');
      return { text: Buffer.from(text, 'base64').toString(), renew: made !== generation.seals };
    },
  };
}

const noVault = aVault({ strength: 'none', backend: 'none' });

describe('secrets', () => {
  it('rule 15: keeps what is to be kept, sealed, over a restart', async () => {
    const secrets = await openSecrets({ folder, vault: aVault() });
    await secrets.put('profile/1/password', 'swordfish', true);
    expect(secrets.state('profile/1/password')).toBe('kept');
    expect(await onDisk()).not.toContain('swordfish');
    const later = await openSecrets({ folder, vault: aVault() });
    expect(later.notice).toBeUndefined();
    expect(later.state('profile/1/password')).toBe('kept');
    expect(await later.get('profile/1/password')).toBe('swordfish');
  });

  it('rule 15: writes nothing of what is not to be kept, and asks for it again after a restart', async () => {
    const secrets = await openSecrets({ folder, vault: aVault() });
    await secrets.put('a', 'swordfish', true);
    await secrets.put('a', 'swordfish', false);
    expect([secrets.state('a'), await secrets.get('a')]).toEqual(['in-memory', 'swordfish']);
    expect(JSON.parse(await onDisk()).secrets).toEqual({ a: null });
    const later = await openSecrets({ folder, vault: aVault() });
    expect([later.state('a'), await later.get('a')]).toEqual(['unknown', undefined]);
    expect(later.why('a')).toContain('given again');
  });

  it('rule 15: keeps nothing on disk where there is no vault', async () => {
    const secrets = await openSecrets({ folder, vault: noVault });
    await secrets.put('a', 'swordfish', true);
    expect([secrets.state('a'), await secrets.get('a')]).toEqual(['in-memory', 'swordfish']);
    expect(secrets.why('a')).toContain('only until Patchbay ends');
    expect(JSON.parse(await onDisk()).secrets).toEqual({ a: null });
  });

  it('rule 15: holds a secret in memory when the vault refuses to seal it', async () => {
    const locked: Vault = { ...aVault(), seal: () => Promise.reject(new Error('locked')) };
    const secrets = await openSecrets({ folder, vault: locked });
    await secrets.put('a', 'swordfish', true);
    expect([secrets.state('a'), await secrets.get('a')]).toEqual(['in-memory', 'swordfish']);
  });

  it('rule 15: explains a changed backend, keeps the blob, and reads it when the backend is back', async () => {
    await (await openSecrets({ folder, vault: aVault() })).put('a', 'swordfish', true);
    const before = await onDisk();
    const other = await openSecrets({ folder, vault: aVault({ backend: 'kwallet6' }) });
    expect(other.notice).toContain('"gnome_libsecret"');
    expect([other.state('a'), await other.get('a')]).toEqual(['unknown', undefined]);
    expect(other.why('a')).toContain('gnome_libsecret');
    expect(await onDisk()).toBe(before);
    const back = await openSecrets({ folder, vault: aVault() });
    expect([back.state('a'), await back.get('a')]).toEqual(['kept', 'swordfish']);
  });

  it('rule 15: takes over a blob that a backend of another name can still open', async () => {
    await (await openSecrets({ folder, vault: aVault() })).put('a', 'swordfish', true);
    const heir: Vault = { ...aVault(), state: { strength: 'keychain', backend: 'kwallet6' } };
    const secrets = await openSecrets({ folder, vault: heir });
    expect(await secrets.get('a')).toBe('swordfish');
    expect(secrets.state('a')).toBe('kept');
  });

  it('rule 15: keeps an unreadable blob and asks again', async () => {
    await (await openSecrets({ folder, vault: aVault() })).put('a', 'swordfish', true);
    const before = await onDisk();
    const secrets = await openSecrets({ folder, vault: aVault({}, { seals: 2, opens: [2] }) });
    expect(await secrets.get('a')).toBeUndefined();
    expect([secrets.state('a'), secrets.why('a')]).toEqual(['unknown', expect.stringContaining('cannot be read')]);
    expect(await onDisk()).toBe(before);
    await secrets.put('a', 'marlin', true);
    expect([secrets.state('a'), await secrets.get('a'), secrets.why('a')]).toEqual(['kept', 'marlin', undefined]);
  });

  it('rule 15: seals anew what the vault wants renewed', async () => {
    await (await openSecrets({ folder, vault: aVault() })).put('a', 'swordfish', true);
    const renewing = await openSecrets({ folder, vault: aVault({}, { seals: 2, opens: [1, 2] }) });
    expect(await renewing.get('a')).toBe('swordfish');
    const later = await openSecrets({ folder, vault: aVault({}, { seals: 2, opens: [2] }) });
    expect(await later.get('a')).toBe('swordfish');
  });

  it('rule 15: what is given while an older one is sealed anew stays', async () => {
    const renewing = { seals: 2, opens: [1, 2] };
    await (await openSecrets({ folder, vault: aVault() })).put('a', 'swordfish', true);
    const { promise, resolve } = Promise.withResolvers<void>();
    const vault = aVault({}, renewing);
    const slow: Vault = {
      ...vault,
      seal: async (text) => {
        if (text === 'swordfish') await promise;
        return vault.seal(text);
      },
    };
    const secrets = await openSecrets({ folder, vault: slow });
    const getting = secrets.get('a');
    await secrets.put('a', 'halibut', true);
    resolve();
    await getting;
    expect(await secrets.get('a')).toBe('halibut');
  });

  it('rule 15: loses nothing when sealing anew fails', async () => {
    await (await openSecrets({ folder, vault: aVault() })).put('a', 'swordfish', true);
    const before = await onDisk();
    const vault: Vault = {
      ...aVault({}, { seals: 2, opens: [1] }),
      seal: () => Promise.reject(new Error('locked')),
    };
    expect(await (await openSecrets({ folder, vault })).get('a')).toBe('swordfish');
    expect(await onDisk()).toBe(before);
  });

  it('forgets an id and those under it, and no neighbour', async () => {
    const secrets = await openSecrets({ folder, vault: aVault() });
    await secrets.put('profile/1/password', 'a', true);
    await secrets.put('profile/1/token', 'b', false);
    await secrets.put('profile/10/password', 'c', true);
    await secrets.remove('profile/1');
    expect([secrets.state('profile/1/password'), secrets.state('profile/1/token')]).toEqual([undefined, undefined]);
    expect(await secrets.get('profile/10/password')).toBe('c');
  });

  it('rule 24: sets a damaged file aside and says so', async () => {
    await writeFile(join(folder, 'secrets.json'), '{"version":1,"secrets":{"a":{"sealed":1}}}');
    expect((await openSecrets({ folder, vault: aVault() })).notice).toContain('set aside');
  });
});
