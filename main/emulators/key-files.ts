import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './emulator.ts';

/**
 * Writes `<owner>.certificate.pem` and, for identities, `<owner>.key.pem`, readable by the user only.
 * Answers the files' paths.
 */
export async function writeKeys(folder: string, accounts: readonly Account[]): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const texts = new Map<string, string>();
  for (const { address, certificate, privateKey } of accounts.flatMap(({ keys }) => keys)) {
    const owner = (address.split('/').at(-1) ?? '').replace(/[^a-z0-9._-]/gi, '_');
    texts.set(join(folder, `${owner}.certificate.pem`), certificate);
    if (privateKey !== undefined) texts.set(join(folder, `${owner}.key.pem`), privateKey);
  }
  for (const [file, text] of texts) await writeFile(file, text, { mode: 0o600 });
  return [...texts.keys()];
}
