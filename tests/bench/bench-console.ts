import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Locator, type Page } from '@playwright/test';
import { defaultPreferences } from '../../preload/contract/default-preferences.ts';
import { type Preferences, type ProfileDraft, profile } from '../../preload/contract/index.ts';
import { findBrowser } from '../../scripts/browser.ts';
import { closedPort } from '../closed-port.ts';
import { connect, tileOf } from '../journeys/console-page.ts';
import { startHeadless } from '../journeys/hosts.ts';
import { collectGarbage, inspectorOf } from './collect-garbage.ts';
import type { Transport } from './flood-transports.ts';

export interface BenchProfile {
  id: string;
  name: string;
  service: Transport;
  url: string;
}

/** The built console in headless Chromium, on a data folder of its own. */
export interface BenchConsole {
  page: Page;
  folder: string;
  tile(name: string): Locator;
  /** Bytes after garbage was collected: what is resident of the whole main process, and the page's own objects. */
  memory(): Promise<{ main: number; page: number }>;
  /** Bytes that are resident of the whole main process, garbage included. */
  resident(): Promise<number>;
  /** Ends the console; its folder stays until {@link discard}. */
  quit(): Promise<void>;
  discard(): Promise<void>;
}

export async function aDataFolder(profiles: readonly BenchProfile[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const write = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value), { mode: 0o600 });
  await write('profiles.json', { version: 1, profiles: profiles.map(savedProfile), removed: [] });
  await write('preferences.json', { version: 1, preferences: preferencesOf(profiles) });
  return folder;
}

export async function openConsole(folder: string): Promise<BenchConsole> {
  const port = await closedPort();
  const host = await startHeadless(chromium, await findBrowser(), folder, [`--inspect=127.0.0.1:${port}`]);
  const inspector = await inspectorOf(port);
  const { page } = host;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  return {
    page,
    folder,
    tile: (name) => tileOf(page, name),
    async memory() {
      await devtools.send('HeapProfiler.collectGarbage');
      await collectGarbage(inspector);
      const { metrics } = await devtools.send('Performance.getMetrics');
      const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
      return { main: await residentSize(host.process), page: heap };
    },
    resident: () => residentSize(host.process),
    quit: () => host.quit(),
    discard: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

export async function connectAll(console: BenchConsole, profiles: readonly BenchProfile[]): Promise<void> {
  for (const { name } of profiles) {
    const tile = console.tile(name);
    await connect(tile);
    await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  }
}

function savedProfile({ id, name, service, url }: BenchProfile): object {
  const draft: ProfileDraft = { service, name, folder: '', settings: { url }, keeping: 'ask' };
  const { secrets: _, ...saved } = profile.parse({ ...draft, id, secrets: {}, demo: false });
  return saved;
}

/** A tile for each profile, side by side, with nothing but its log. */
function preferencesOf(profiles: readonly BenchProfile[]): Preferences {
  const share = 100 / Math.max(profiles.length, 1);
  const closed = {
    directory: { open: false, share: 32 },
    composer: { open: false, share: 38 },
    statistics: { open: false, share: 40 },
  };
  return {
    ...defaultPreferences,
    retention: { days: null, entries: null, bytes: null },
    layout: { columns: profiles.map(({ id }) => ({ share, tiles: [{ profile: id, share: 100 }] })), maximised: null },
    desks: Object.fromEntries(profiles.map(({ id }) => [id, closed])),
  };
}

async function residentSize(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
