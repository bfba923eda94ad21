import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
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

type Player = Playing & { lens: Lens; uri: string };

async function aDemo(options: { generation: 2 | 4; dialect: 'headers' | 'flat' }) {
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

const deliveries = ({ entries }: Playing): RecordedEntry[] =>
  entries.filter(({ draft }) => draft.direction === 'in' && (draft.kind === 'data' || draft.kind === 'message'));

const judged = async (player: Player) =>
  Promise.all(deliveries(player).map(({ draft }) => app2app.judge?.(draft.args, player.lens, aMemory())));

const produce = (from: Player, to: Player, text: string) =>
  from.perform({ action: 'produce', input: { from: from.uri, to: to.uri, content: { as: 'text', text }, key: text } });

const cases = ([2, 4] as const).flatMap((generation) =>
  (['headers', 'flat'] as const).map((dialect) => ({ generation, dialect })),
);

describe.each(cases)('against the emulator, Socket.IO $generation, $dialect', (options) => {
  it('what Alice sends is opened and verified by Bob, and the other way round', async () => {
    const { alice, bob } = await aDemo(options);
    await produce(alice, bob, 'to Bob');
    await expect
      .poll(() => alice.of('produce')[0]?.steps.map(({ name }) => name))
      .toEqual(['acknowledged', 'delivered']);
    await expect.poll(() => deliveries(bob)).toHaveLength(1);
    expect(await judged(bob)).toMatchObject([
      {
        opened: { state: 'opened' },
        signature: { state: 'verified' },
        from: alice.uri,
        to: bob.uri,
        preview: 'to Bob',
      },
    ]);
    await produce(bob, alice, 'to Alice');
    await expect.poll(() => bob.of('produce')[0]?.steps.map(({ name }) => name)).toEqual(['acknowledged', 'delivered']);
    await expect.poll(() => deliveries(alice).map(({ draft }) => draft.preview)).toEqual(['to Alice']);
  });

  it('the personas’ messages are told apart', async () => {
    const { emulator, bob } = await aDemo(options);
    emulator.talk();
    await expect.poll(() => deliveries(bob).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
    const verdicts = (await judged(bob))
      .slice(0, 4)
      .map((verdict) => `${verdict?.opened.state} ${verdict?.signature.state}`);
    expect(verdicts).toEqual(['opened verified', 'opened wrong', 'broken none', 'locked none']);
  });

  it('destinations are listed, created and removed', async () => {
    const { alice } = await aDemo(options);
    const { directory } = alice.context;
    await expect.poll(() => directory.get('destination', alice.uri)?.badges).toEqual(['subscribed', 'managed']);
    await expect.poll(() => directory.list('peer').length).toBeGreaterThan(2);
    const { text } = await alice.perform({ action: 'create-destination', input: { name: 'orders', keys: 'external' } });
    expect(text).toMatch(/CN=app2app-[a-z0-9]{10}-orders/);
    const orders = directory.list('destination').find(({ title }) => title === 'orders');
    expect(orders?.badges).toEqual(['external', 'not ready']);
    await alice.perform({ action: 'remove-destination', input: { name: 'orders' } });
    expect(directory.list('destination').map(({ title }) => title)).toEqual(['alice']);
  });

  it('faults are seen as what they are', async () => {
    const { emulator, alice, bob } = await aDemo(options);
    await produce(bob, alice, 'once');
    await expect.poll(() => deliveries(alice)).toHaveLength(1);
    await emulator.commit({ fault: 'duplicate' });
    await expect.poll(() => deliveries(alice).map(({ draft }) => draft.marks)).toEqual([[], ['duplicate']]);
    await emulator.commit({ fault: 'malformed' });
    await emulator.commit({ fault: 'drop' });
    await expect.poll(() => alice.losses.length).toBe(1);
    await emulator.commit({ fault: 'refuse', on: true });
    await expect(alice.connect()).rejects.toMatchObject({ retry: false, reason: { code: 'credentials' } });
    await emulator.commit({ fault: 'refuse', on: false });
    await alice.connect();
    await expect.poll(() => alice.of('subscribe').at(-1)?.steps[0]?.name).toBe('acknowledged');
  });
});
