import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultPreferences } from '../preload/contract/index.ts';
import { openPreferences } from './preferences.ts';

it('keeps what was changed, and what was not, over a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'preferences-'));
  const preferences = await openPreferences(folder);
  await preferences.save({ theme: 'dark', density: undefined });
  const again = await openPreferences(folder);
  expect(again.notice).toBeUndefined();
  expect(again.value).toEqual({ ...defaultPreferences, theme: 'dark' });
  await rm(folder, { recursive: true });
});
