import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Vault } from '../keyring/vault.ts';
import { openSafeStorage } from './safe-storage.ts';

type Backend = 'basic_text' | 'gnome_libsecret' | 'kwallet6' | 'unknown';

const obscured: Vault = {
  state: { strength: 'obscured', backend: 'file', notice: 'Only obscured.' },
  seal: async (text) => text,
  open: async (text) => ({ text, renew: false }),
};

/** A keychain that seals by turning the text round. */
function keychain(backend: Backend, { available = true, renew = false } = {}) {
  const turn = (text: string) => [...text].reverse().join('');
  return {
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: async () => available,
    encryptStringAsync: async (text: string) => Buffer.from(`${backend}:${turn(text)}`),
    decryptStringAsync: async (sealed: Buffer) => {
      const [by, text] = sealed.toString().split(':');
      if (by !== backend || text === undefined) throw new Error('Error while decrypting the ciphertext');
      return { result: turn(text), shouldReEncrypt: renew };
    },
  };
}

const folder = () => mkdtempSync(join(tmpdir(), 'patchbay-vault-'));
const open = (chain: ReturnType<typeof keychain>, at = folder(), platform: NodeJS.Platform = 'linux') =>
  openSafeStorage(chain, platform, at, async () => obscured);

describe('rule 15: the vault says what it is, and a changed backend is explained', () => {
  it('seals and opens with the keychain, and says when to seal anew', async () => {
    const vault = await open(keychain('gnome_libsecret', { renew: true }));
    const sealed = await vault.seal('pässword');
    expect(vault.state).toEqual({ strength: 'keychain', backend: 'gnome_libsecret' });
    expect(sealed).not.toContain('pässword');
    expect(await vault.open(sealed)).toEqual({ text: 'pässword', renew: true });
  });

  it.each<Backend>(['basic_text', 'unknown'])('never takes %s for a keychain', async (backend) => {
    expect((await open(keychain(backend))).state).toEqual(obscured.state);
  });

  it('obscures where the keychain is locked away', async () => {
    expect((await open(keychain('kwallet6', { available: false }))).state.strength).toBe('obscured');
  });

  it.each([
    ['darwin', 'keychain'],
    ['win32', 'dpapi'],
  ] as const)('names the backend of %s', async (platform, backend) => {
    expect((await open(keychain('unknown'), folder(), platform)).state).toEqual({ strength: 'keychain', backend });
  });

  it('explains a changed backend once, and what was sealed before stays closed without harm', async () => {
    const at = folder();
    const sealed = await (await open(keychain('gnome_libsecret'), at)).seal('secret');
    const changed = await open(keychain('kwallet6'), at);
    expect(changed.state.notice).toContain('sealed by gnome_libsecret until now, and are sealed by kwallet6');
    await expect(changed.open(sealed)).rejects.toThrow();
    expect((await open(keychain('kwallet6'), at)).state.notice).toBeUndefined();
    const back = await open(keychain('gnome_libsecret'), at);
    expect(await back.open(sealed)).toEqual({ text: 'secret', renew: false });
  });

  it('keeps the words of the obscured vault beside the explanation', async () => {
    const at = folder();
    await open(keychain('gnome_libsecret'), at);
    expect((await open(keychain('basic_text'), at)).state.notice).toMatch(
      /^Only obscured\. Secrets were sealed by gnome/,
    );
  });
});
