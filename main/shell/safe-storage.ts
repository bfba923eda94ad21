import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { openJsonFile } from '../json-file.ts';
import type { Vault } from '../keyring/vault.ts';

const remembered = z.strictObject({ version: z.literal(1), backend: z.string().nullable() });

type Keychain = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/**
 * The operating system's keychain as the vault; where there is none (`basic_text` is a fixed password known to
 * everybody), the obscured one. The backend is remembered, so that a change is explained and not met as an error.
 * Call when the app is ready.
 */
export async function openSafeStorage(
  safeStorage: Keychain,
  platform: NodeJS.Platform,
  folder: string,
  openObscured: () => Promise<Vault>,
): Promise<Vault> {
  const file = await openJsonFile(join(folder, 'vault.json'), remembered, { version: 1, backend: null });
  const backend = backendName(safeStorage, platform);
  const usable = backend !== 'basic_text' && backend !== 'unknown' && (await safeStorage.isAsyncEncryptionAvailable());
  const vault = usable ? keychain(safeStorage, backend) : await openObscured();
  const before = file.value.backend;
  if (before === vault.state.backend) return vault;
  // Forgetting the backend costs a notice at the next start, no more.
  await file.save({ version: 1, backend: vault.state.backend }).catch(() => {});
  return before === null ? vault : explained(vault, before);
}

function backendName(safeStorage: Keychain, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'keychain';
  if (platform === 'win32') return 'dpapi';
  return safeStorage.getSelectedStorageBackend();
}

function keychain(safeStorage: Keychain, backend: string): Vault {
  return {
    state: { strength: 'keychain', backend },
    seal: async (text) => (await safeStorage.encryptStringAsync(text)).toString('base64'),
    open: async (sealed) => {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'));
      return { text: result, renew: shouldReEncrypt };
    },
  };
}

function explained(vault: Vault, before: string): Vault {
  const change =
    `Secrets were sealed by ${before} until now, and are sealed by ${vault.state.backend} from now on. ` +
    'Those sealed before will be asked for again; they come back when the earlier keychain does.';
  const { notice } = vault.state;
  return { ...vault, state: { ...vault.state, notice: notice === undefined ? change : `${notice} ${change}` } };
}
