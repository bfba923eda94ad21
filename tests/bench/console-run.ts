import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/browser.ts';
import { addConnection, tileOf } from '../journeys/console-page.ts';
import { startHeadless } from '../journeys/hosts.ts';
import { startFlood } from './flood.ts';
import { type Kept, readJournal } from './journal-check.ts';
import { watchLog } from './watch-log.ts';

/** A flood that the whole console took: from the service to the last row in sight. */
export interface ConsoleRun {
  /** Milliseconds from the first message sent to the frame that shows the last one: captured, journalled and shown. */
  took: number;
  /** Milliseconds between the frames of the page meanwhile. */
  frames: number[];
  kept: Kept;
}

export async function receiveInConsole(count: number): Promise<ConsoleRun> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const host = await startHeadless(chromium, await findBrowser(), folder);
  const flood = await startFlood(count);
  await connect(host.page, flood.url);
  const shown = watchLog(host.page, count);
  await tileOf(host.page, 'Bench').getByRole('button', { name: 'Send', exact: true }).click();
  const began = await flood.began;
  const { ended, frames } = await shown;
  flood.stop();
  await host.quit();
  const kept = readJournal(folder, count);
  await rm(folder, { recursive: true, force: true });
  return { took: ended - began, frames: frames.filter(({ at }) => at > began).map(({ length }) => length), kept };
}

/** Connects, and leaves the composer ready to subscribe. */
async function connect(page: Page, url: string): Promise<void> {
  await addConnection(page, {
    service: 'App2App Messaging',
    name: 'Bench',
    fields: { Endpoint: url, 'App credential user': 'bench', 'App credential password': 'any' },
  });
  const tile = tileOf(page, 'Bench');
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  await tile.getByLabel('Action').selectOption('Subscribe');
  await tile.getByLabel('Destinations, 1').fill('kld://app2app/m/m000000001/e/e000000001/s/s000000001/d/bench');
}
