import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { tileOf } from '../../tests/journeys/console-page.ts';
import { withPalette } from './palette.ts';

/** Where the pictures of the documents are. */
export const folder = join('docs', 'images');

/** Takes a picture of the page as it is. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await writeFile(join(folder, `${name}.png`), withPalette(picture));
  console.log(join(folder, `${name}.png`));
}

export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });

/** Closes what is open, and shows these profiles side by side. */
export async function showOnly(page: Page, ...names: string[]): Promise<Locator[]> {
  const close = page.getByRole('button', { name: 'Close the inspector' });
  if (await close.isVisible()) await close.click();
  for (const each of await page.getByRole('button', { name: /^Close the tile of/ }).all()) {
    await each
      .page()
      .getByRole('button', { name: /^Close the tile of/ })
      .first()
      .click();
  }
  for (const name of names) {
    await page.getByRole('treeitem').filter({ hasText: name }).click();
    await page.keyboard.press('Enter');
    await tileOf(page, name).waitFor();
  }
  return names.map((name) => tileOf(page, name));
}

export const directoryOf = (tile: Locator): Locator => tile.getByRole('region', { name: /^Directory of/ });

export async function showDirectory(tile: Locator): Promise<void> {
  await tile.getByRole('button', { name: 'Directory', exact: true }).click();
}

/** Shows an entry of a log in the inspector, on one of its tabs. */
export async function inspect(entry: Locator, tab = 'Message'): Promise<void> {
  await entry.click();
  await inspector(entry.page()).getByRole('tab', { name: tab }).click();
}
