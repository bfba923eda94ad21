import { createSecretKey, type KeyObject } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Content, ToolResult } from '../preload/contract/index.ts';
import { readCertificate } from './crypto/certificate.ts';
import { anIdentity } from './crypto/fixtures/identity.ts';
import { workerScript } from './crypto/fixtures/worker-script.ts';
import { createOpener } from './crypto/opener.ts';
import { type Keyring, openKeyring } from './keyring/keyring.ts';
import { openObscuredVault } from './keyring/obscured-vault.ts';
import { openSecrets } from './keyring/secrets.ts';
import { services } from './services/index.ts';
import { createToolbox } from './toolbox.ts';

/** The toolbox of the app over a keyring with alice (identity), bob (peer) and the shared key of `team`. */
export async function aToolbox() {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-tools-'));
  const opener = createOpener(workerScript, 1);
  afterAll(() => opener.close());
  const secrets = await openSecrets({ folder, vault: await openObscuredVault(folder) });
  const keyring: Keyring = await openKeyring({ folder, secrets, opener, usedBy: () => [] });
  const [alice, bob] = [anIdentity('alice'), anIdentity('bob')];
  const shared: KeyObject = createSecretKey(Buffer.from('603deb1015ca71be2b73aef0857d7781'.repeat(2), 'hex'));
  const read = ({ certificate }: typeof alice) => readCertificate(certificate);
  await keyring.add(
    [
      { kind: 'identity', address: 'alice', certificate: read(alice), chain: [], key: alice.held.key },
      { kind: 'peer', address: 'bob', certificate: read(bob), chain: [] },
      { kind: 'shared', address: 'team', key: shared },
    ],
    false,
  );
  const toolbox = createToolbox(services, { lens: keyring.lens(), keyring, opener });
  return { toolbox, alice, bob, run: toolbox.run };
}

export const text = (text: string): Content => ({ as: 'text', text });
export const bytes = (hex: string): Content => ({ as: 'binary', base64: Buffer.from(hex, 'hex').toString('base64') });

/** What came out, as text where it is text and in hex where it is bytes. */
export function outputOf({ output }: ToolResult): string | undefined {
  return output?.as === 'binary' ? Buffer.from(output.base64, 'base64').toString('hex') : output?.text;
}

/** What came out as bytes, read as a text. */
export function plainOf(result: ToolResult): string {
  return Buffer.from(outputOf(result) ?? '', 'hex').toString('utf8');
}

export const factsOf = ({ facts }: ToolResult, name: string) =>
  facts.filter((fact) => fact.name === name).map(({ value }) => value);
