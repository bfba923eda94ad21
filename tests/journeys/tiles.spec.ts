import type { Locator } from '@playwright/test';
import { expect, test } from './console.ts';
import { logOf, startDemo, tileOf } from './console-page.ts';

test('tiles are maximised, rearranged, closed and opened again, and stand as they were left after a restart', async ({
  patchbay,
}) => {
  const { page } = patchbay;
  await startDemo(page);
  const alice = tileOf(page, 'Alice (demo)');
  const bob = tileOf(page, 'Bob (demo)');
  await expect(bob.getByText('Connected', { exact: true })).toBeVisible();
  expect((await box(alice)).x).toBe((await box(bob)).x);
  expect((await box(alice)).y).toBeLessThan((await box(bob)).y);

  await alice.getByRole('button', { name: 'Maximise the tile' }).click();
  await expect(bob).toBeHidden();
  await alice.getByRole('button', { name: 'Restore the tile' }).click();
  await expect(bob).toBeVisible();

  await bob.getByRole('button', { name: 'More for Bob (demo)' }).click();
  await page.getByRole('menuitem', { name: 'Move the tile right' }).click();
  await expect.poll(async () => (await box(bob)).x - (await box(alice)).x).toBeGreaterThan(300);

  const again = await patchbay.restart();
  const [first, second] = [tileOf(again, 'Alice (demo)'), tileOf(again, 'Bob (demo)')];
  await expect(second).toBeVisible();
  expect((await box(second)).x - (await box(first)).x).toBeGreaterThan(300);
  await second.getByRole('button', { name: 'Close the tile of Bob (demo)' }).click();
  await expect(second).toBeHidden();
  await again.getByRole('treeitem', { name: /^Bob \(demo\)/ }).click();
  await again.keyboard.press('Enter');
  await expect(second).toBeVisible();
});

test('lines that are cut come back by themselves, in every theme', async ({ patchbay }) => {
  const { page } = patchbay;
  await startDemo(page);
  const bob = tileOf(page, 'Bob (demo)');
  await expect(bob.getByText('Connected', { exact: true })).toBeVisible();
  await bob.getByRole('button', { name: 'Maximise the tile' }).click();
  await page.getByRole('button', { name: /^Demo/ }).click();
  await expect(page.getByLabel('Server').locator('option:checked')).toContainText('App2App');
  await page.getByRole('button', { name: 'Cut all lines' }).click();
  await page.keyboard.press('Escape');
  await expect(logOf(bob).getByRole('row', { name: /note lost/ })).toBeAttached();
  await expect(bob.getByText('Connected', { exact: true })).toBeVisible();
  await expect(logOf(bob).getByRole('row', { name: /sent subscribe .*acknowledged/ })).toHaveCount(2);

  for (const theme of ['dark', 'high contrast', 'light']) {
    await page.keyboard.press('ControlOrMeta+K');
    await page.getByRole('combobox', { name: 'Find a command or profile' }).fill(`theme ${theme}`);
    await page.keyboard.press('Enter');
    const value = theme === 'high contrast' ? 'contrast' : theme;
    await expect(page.locator('html')).toHaveAttribute('data-theme', value);
    await patchbay.checkAccessibility();
  }
});

async function box(tile: Locator): Promise<{ x: number; y: number }> {
  const found = await tile.boundingBox();
  if (!found) throw new Error('The tile is not on the screen.');
  return found;
}
