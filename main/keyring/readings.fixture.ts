import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyPart, KeyReading } from '../../preload/contract/index.ts';
import type { Opener } from '../crypto/opener.ts';
import { type Keyring, openKeyring } from './keyring.ts';
import { openObscuredVault } from './obscured-vault.ts';
import { createReadings, type Readings } from './readings.ts';
import { openSecrets } from './secrets.ts';

/** A keyring in a folder of its own, for tests that open no envelope. */
export async function aKeyring(): Promise<{ folder: string; keyring: Keyring; readings: Readings }> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-'));
  const secrets = await openSecrets({ folder, vault: await openObscuredVault(folder) });
  const opener = { hold() {} } as Partial<Opener> as Opener;
  const keyring = await openKeyring({ folder, secrets, opener, usedBy: () => [] });
  return { folder, keyring, readings: createReadings(keyring) };
}

/** Reads one file or text, and tries a passphrase on what is locked. */
export async function readOne(
  readings: Readings,
  given: string | Uint8Array,
  passphrase?: string,
): Promise<KeyReading> {
  const reading = await readings.read(
    typeof given === 'string'
      ? { files: [], text: given }
      : { files: [{ name: 'file', base64: Buffer.from(given).toString('base64') }], text: '' },
  );
  const locked = reading.parts.filter(({ kind }) => kind === 'locked');
  if (passphrase === undefined || locked.length === 0) return reading;
  const passphrases = Object.fromEntries(locked.map(({ id }) => [id, passphrase]));
  return readings.unlock({ reading: reading.reading, passphrases });
}

export const kindsOf = ({ parts }: KeyReading) => parts.map(({ kind }) => kind);

export function ofKind<Kind extends KeyPart['kind']>(
  { parts }: KeyReading,
  kind: Kind,
): Extract<KeyPart, { kind: Kind }>[] {
  return parts.filter((part): part is Extract<KeyPart, { kind: Kind }> => part.kind === kind);
}
