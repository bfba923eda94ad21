import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setAside } from '../json-file.ts';
import type { Vault } from './vault.ts';

const warning =
  'Secrets kept here can be read by anyone who can read your files: this machine offers no keychain, ' +
  'so Patchbay can only obscure them.';
const lost =
  ' The file that unlocked earlier secrets was damaged and set aside; those secrets will be asked for again.';

/** AES-256-GCM under a random key that lies beside what it seals: against a glance at the file, not against a thief. */
export async function openObscuredVault(folder: string): Promise<Vault> {
  const { key, fresh } = await loadKey(folder);
  return {
    state: { strength: 'obscured', backend: 'file', notice: fresh === 'replaced' ? warning + lost : warning },
    seal: async (text) => seal(key, text),
    open: async (sealed) => ({ text: unseal(key, Buffer.from(sealed, 'base64')), renew: false }),
  };
}

const length = { key: 32, iv: 12, tag: 16 } as const;

async function loadKey(folder: string): Promise<{ key: Buffer; fresh: 'no' | 'first' | 'replaced' }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'obscured.key');
  const found = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.length === length.key) {
    await chmod(path, 0o600);
    return { key: found, fresh: 'no' };
  }
  if (found) await setAside(path);
  const key = randomBytes(length.key);
  await writeFile(path, key, { mode: 0o600, flag: 'wx', flush: true });
  return { key, fresh: found ? 'replaced' : 'first' };
}

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(length.iv);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: length.tag });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

function unseal(key: Buffer, blob: Buffer): string {
  const textStart = length.iv + length.tag;
  if (blob.length < textStart) throw new Error('The sealed secret is damaged');
  const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, length.iv), { authTagLength: length.tag });
  decipher.setAuthTag(blob.subarray(length.iv, textStart));
  try {
    return Buffer.concat([decipher.update(blob.subarray(textStart)), decipher.final()]).toString('utf8');
  } catch {
    throw new Error('The sealed secret is damaged, or was sealed on another machine');
  }
}
