import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { compose, logOf, tileOf } from '../tests/journeys/console-page.ts';
import { startHeadless } from '../tests/journeys/hosts.ts';
import { findBrowser } from './browser.ts';
import { buildIfStale } from './fresh.ts';

// `npm run screenshots`: makes the pictures of the documents anew, from the demo in the headless host.

const folder = join('docs', 'images');

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  console.log(join(folder, `${name}.png`));
}

/** The demo with one message of each verdict, and one that Alice sent to Bob. */
async function playDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try the demo' }).click();
  const [alice, bob] = [tileOf(page, 'Alice (demo)'), tileOf(page, 'Bob (demo)')];
  await expect(bob.getByText('Connected', { exact: true })).toBeVisible();
  for (const verdict of [/Mallory.*wrong signature/, /broken/, /locked/])
    await expect(logOf(bob).getByRole('row', { name: verdict })).toBeVisible();
  await compose(alice, { content: 'Twelve pallets, please', key: 'order-12' }, { from: /\/alice$/, to: /\/bob$/ });
  await alice.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(logOf(alice).getByRole('row', { name: /sent produce.*Twelve pallets/ })).toContainText('delivered');
  await expect(received(page)).toContainText('verified');
  await alice.getByText('From', { exact: true }).scrollIntoViewIfNeeded();
  // Carol goes on talking to both.
  await expect(
    logOf(bob)
      .getByRole('row', { name: /received data/ })
      .nth(7),
  ).toBeVisible({ timeout: 60_000 });
}

const received = (page: Page) =>
  logOf(tileOf(page, 'Bob (demo)'))
    .getByRole('row', { name: /received .*Twelve pallets, please/ })
    .first();

async function showVerdicts(page: Page): Promise<void> {
  await received(page).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('tab', { name: 'Verdicts' }).click();
  await expect(inspector).toContainText('RSA');
}

async function testConnection(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close the inspector' }).click();
  await page.getByRole('button', { name: 'More for Alice (demo)' }).click();
  await page.getByRole('menuitem', { name: 'Edit the profile' }).click();
  await page.getByRole('button', { name: 'Test the connection' }).click();
  const report = page.getByRole('region', { name: 'Connection test' });
  await expect(report.getByRole('listitem').filter({ hasText: 'Addressbook' })).toContainText('It lists');
  await report.scrollIntoViewIfNeeded();
}

buildIfStale();
mkdirSync(folder, { recursive: true });
const data = mkdtempSync(join(tmpdir(), 'patchbay-screenshots-'));
const host = await startHeadless(chromium, await findBrowser(), data);
try {
  const { page } = host;
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await playDemo(page);
  await shoot(page, 'console');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'console-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await showVerdicts(page);
  await shoot(page, 'inspector');
  await testConnection(page);
  await shoot(page, 'connection-test');
} finally {
  await host.quit();
  rmSync(data, { recursive: true, force: true });
}
