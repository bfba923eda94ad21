import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { subscribedClient } from './app2app/plain-client.fixture.ts';
import type { Account } from './emulator.ts';
import { createEmulators, type Emulators } from './emulators.ts';

const script = fileURLToPath(new URL('worker.ts', import.meta.url));
let emulators: Emulators;
let changes: number;
beforeEach(() => {
  changes = 0;
  emulators = createEmulators(script, () => {
    changes += 1;
  });
});
afterEach(() => emulators.close());

it('starts one that talks, takes faults, and stops', async () => {
  const { accounts, ...started } = await emulators.start('app2app', { generation: 4 });
  expect(emulators.list()).toEqual([started]);
  expect(started).toMatchObject({
    service: 'app2app',
    url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/api\/v1$/),
  });
  const client = await subscribedClient(started, accounts[0] as Account, { generation: 4 });
  expect(await client.next('data')).toHaveLength(3);
  await emulators.commit(started.id, { fault: 'drop' });
  expect(await client.next('disconnect')).not.toHaveLength(0);
  await emulators.stop(started.id);
  expect(emulators.list()).toEqual([]);
  expect(changes).toBe(2);
});

it('says which emulators there are not', async () => {
  await expect(emulators.start('telegraph', {})).rejects.toMatchObject({ error: { code: 'not-found' } });
  await expect(emulators.start('__proto__', {})).rejects.toMatchObject({ error: { code: 'not-found' } });
  await expect(emulators.start('app2app', { colour: 'red' })).rejects.toMatchObject({ error: { code: 'failed' } });
  await expect(emulators.commit('unknown', { fault: 'drop' })).rejects.toMatchObject({ error: { code: 'not-found' } });
  await expect(emulators.stop('unknown')).rejects.toMatchObject({ error: { code: 'not-found' } });
  expect(emulators.list()).toEqual([]);
});

it('says so when its thread cannot run', async () => {
  const broken = createEmulators(fileURLToPath(new URL('no-such-worker.ts', import.meta.url)), () => {});
  await expect(broken.start('app2app', {})).rejects.toMatchObject({ error: { code: 'failed' } });
  await broken.close();
});

it('closes twice, and before anything was started', async () => {
  await emulators.close();
  await emulators.start('app2app', {});
  await emulators.close();
  await emulators.close();
  expect(emulators.list()).toEqual([]);
});
