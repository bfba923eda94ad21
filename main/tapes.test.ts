import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { Answer, Batch, EntryRow, Input, Output, RequestName, Tape } from '../preload/contract/index.ts';
import { createApp } from './app.ts';
import { openObscuredVault } from './keyring/obscured-vault.ts';

const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));

async function anApp() {
  const folder = await mkdtemp(join(tmpdir(), 'tapes-'));
  const app = await createApp({
    folder,
    version: '0.0.0-test',
    vault: await openObscuredVault(folder),
    workers: {
      journal: script('journal/worker.ts'),
      crypto: script('crypto/worker.ts'),
      emulator: script('emulators/worker.ts'),
    },
    openLink: async () => {},
    saveTo: async () => undefined,
    menu: false,
    notices: [],
  });
  const batches: Batch[] = [];
  const client = app.connect((batch) => batches.push(batch));
  onTestFinished(async () => {
    await app.close();
    expect(await readdir(join(folder, 'tapes')).catch(() => [])).toEqual([]);
    await rm(folder, { recursive: true });
  });
  const ask = async <Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>> => {
    const answer = (await client.request(name, input)) as Answer<Output<Name>>;
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  };
  const rowsOf = async (profile: string): Promise<EntryRow[]> => {
    const view = randomUUID();
    await ask('journal:watch', { view, profiles: [profile], filter: '', fold: false, rules: [] });
    const { rows } = await ask('journal:page', { view, offset: 0, limit: 1000 });
    await ask('journal:unwatch', { view });
    return rows;
  };
  const tape = (id: string): Tape | null | undefined =>
    batches
      .flat()
      .flatMap((each) => (each.name === 'emulator:changed' ? each.event.emulators : []))
      .findLast((each) => each.id === id)?.tape;
  return { folder, ask, rowsOf, tape, close: () => app.close() };
}

const came = (rows: EntryRow[], kind: string) => rows.filter((row) => row.direction === 'in' && row.kind === kind);

it('plays what a connection recorded to a profile made for it, and leaves no file behind', async () => {
  const { folder, ask, rowsOf, tape } = await anApp();
  const demo = await ask('emulator:start', { service: 'push' });
  const [visitor = ''] = demo.profiles;
  await expect.poll(async () => came(await rowsOf(visitor), 'message').length, { timeout: 20_000 }).toBeGreaterThan(1);
  await ask('connection:close', { profile: visitor });
  const recorded = came(await rowsOf(visitor), 'message');

  const asked = { id: randomUUID(), profile: visitor, filter: '', speed: 'full', longestSilence: null } as const;
  const { emulator } = await ask('emulator:start-tape', asked);
  expect(emulator).toMatchObject({ service: 'push', tape: { state: 'waiting', speed: 'full', position: 0 } });
  const [file = ''] = await readdir(join(folder, 'tapes'));
  expect((await stat(join(folder, 'tapes', file))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'tapes'))).mode & 0o777).toBe(0o700);
  const { accounts } = await ask('emulator:accounts', { id: emulator.id });
  expect(accounts[0]).toMatchObject({ name: 'Visitor', facts: [{ name: 'host' }, {}, {}] });

  const { profile } = await ask('emulator:connect', { id: emulator.id });
  const { profiles } = await ask('app:snapshot', {});
  expect(profiles.find(({ id }) => id === profile)).toMatchObject({
    name: 'Visitor (tape)',
    folder: 'Tapes',
    demo: false,
  });
  await expect.poll(() => tape(emulator.id)?.state, { timeout: 20_000 }).toBe('over');
  await expect.poll(async () => came(await rowsOf(profile), 'message').length).toBe(recorded.length);
  const played = came(await rowsOf(profile), 'message');
  const argsOf = async (rows: EntryRow[]) =>
    Promise.all(rows.map(async ({ id }) => (await ask('journal:entry', { id, limit: 100_000 })).payload.args));
  expect(await argsOf(played)).toEqual(await argsOf(recorded));

  await ask('emulator:play', { id: emulator.id, command: 'rewind', speed: 10, longestSilence: 2 });
  await expect.poll(() => tape(emulator.id)).toMatchObject({ state: 'paused', speed: 10, longestSilence: 2 });
  expect((await ask('emulator:connect', { id: emulator.id })).profile).toBe(profile);
  await ask('emulator:stop', { id: emulator.id });
  await expect.poll(() => readdir(join(folder, 'tapes'))).toEqual([]);
  await expect(ask('emulator:connect', { id: emulator.id })).rejects.toThrow('does not run any more');
});

it('says so where there is nothing to play, and keeps out of the demo’s way', async () => {
  const { folder, ask } = await anApp();
  const demo = await ask('emulator:start', { service: 'bowl' });
  const [ada = ''] = demo.profiles;
  await expect.poll(async () => (await ask('app:snapshot', {})).connections.length).toBeGreaterThan(0);
  const asked = { id: randomUUID(), profile: ada, speed: 1, longestSilence: null } as const;
  await expect(ask('emulator:start-tape', { ...asked, filter: '"no entry holds this"' })).rejects.toThrow(
    'there is nothing to play',
  );
  expect(await readdir(join(folder, 'tapes'))).toEqual([]);
  await expect.poll(() => ask('emulator:start-tape', { ...asked, filter: '' }).then(() => true)).toBe(true);
  const again = await ask('emulator:start', { service: 'bowl' });
  const { emulators } = await ask('app:snapshot', {});
  expect(emulators.map(({ tape }) => tape !== null).sort()).toEqual([false, true]);
  expect(emulators.some(({ id }) => id === again.emulator.id)).toBe(true);
});

it('plays what stands in the file of somebody else, as long as it is open', async () => {
  const { folder, ask } = await anApp();
  const head = { patchbay: 'journal', version: 1, profiles: [{ id: 'x', name: 'Theirs', service: 'push' }] };
  const entry = { at: 1, direction: 'in', kind: 'message', args: [{ text: 'x' }] };
  const file = Buffer.from(`${JSON.stringify(head)}\n${JSON.stringify(entry)}\n`);
  const { id } = await ask('archive:begin', { name: 'theirs', size: file.length });
  await ask('archive:write', { id, base64: file.toString('base64') });
  const { archive } = await ask('archive:finish', { id });
  const asked = { id: randomUUID(), profile: archive?.profiles[0]?.id ?? '', filter: '', speed: 1 } as const;
  const { emulator } = await ask('emulator:start-tape', { ...asked, longestSilence: null });
  expect(emulator).toMatchObject({ service: 'push', tape: { total: 1 } });
  expect(await readdir(join(folder, 'tapes'))).toHaveLength(1);
  await ask('archive:close', { id });
  await expect(ask('emulator:start-tape', { ...asked, longestSilence: null })).rejects.toThrow();
});
