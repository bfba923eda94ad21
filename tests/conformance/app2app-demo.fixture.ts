import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { createOpener } from '../../main/crypto/opener.ts';
import { startApp2App } from '../../main/emulators/app2app.ts';
import type { Account } from '../../main/emulators/emulator.ts';
import { openKeyring } from '../../main/keyring/keyring.ts';
import type { Lens } from '../../main/keyring/lens.ts';
import { openSecrets } from '../../main/keyring/secrets.ts';
import type { Vault } from '../../main/keyring/vault.ts';
import { app2app } from '../../main/services/app2app/service.ts';
import { aMemory, type RecordedEntry } from '../../main/services/service.fixture.ts';
import { type Playing, play } from './playing.ts';

const vault: Vault = {
  state: { strength: 'none', backend: 'none' },
  seal: () => Promise.reject(new Error('nothing is sealed')),
  open: () => Promise.reject(new Error('nothing is sealed')),
};

/** A keyring of its own with the keys of an account. */
async function aKeyring(keys: Account['keys']): Promise<Lens> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-'));
  const opener = createOpener(fileURLToPath(new URL('../../main/crypto/worker.ts', import.meta.url)));
  onTestFinished(async () => {
    await opener.close();
    await rm(folder, { recursive: true });
  });
  const secrets = await openSecrets({ folder, vault });
  const keyring = await openKeyring({ folder, secrets, opener, usedBy: () => [] });
  await keyring.addDemo(keys);
  return keyring.lens();
}

export type Player = Playing & { lens: Lens; uri: string };

/** The emulator with its accounts connected, each with a keyring of its own. */
export async function aDemo(options: { generation: 2 | 4; dialect: 'headers' | 'flat' }) {
  const emulator = await startApp2App({ port: 0, ...options });
  onTestFinished(() => emulator.stop());
  const players = await Promise.all(
    emulator.accounts.map(async ({ settings, keys }): Promise<Player> => {
      const lens = await aKeyring(keys);
      const playing = play(app2app, { ...settings, dialect: options.dialect, answerTimeout: 5 }, lens);
      await playing.connect();
      await expect.poll(() => playing.of('subscribe')[0]?.steps[0]?.name).toBe('acknowledged');
      return Object.assign(playing, { lens, uri: String([settings.subscribe].flat()[0]) });
    }),
  );
  const [alice, bob] = players;
  if (!alice || !bob) throw new Error('the demo has two accounts');
  return { emulator, alice, bob };
}

export const deliveries = ({ entries }: Playing): RecordedEntry[] =>
  entries.filter(({ draft }) => draft.direction === 'in' && (draft.kind === 'data' || draft.kind === 'message'));

export const judged = async (player: Player) =>
  Promise.all(deliveries(player).map(({ draft }) => app2app.judge?.(draft.args, player.lens, aMemory())));
