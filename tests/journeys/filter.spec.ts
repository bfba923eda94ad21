import { expect, test } from './console.ts';
import { logOf, startDemo, tileOf } from './console-page.ts';

test('a filter is completed, mended, turned into a highlight and kept; a value that is seen is asked for', async ({
  patchbay,
}) => {
  const { page } = patchbay;
  await startDemo(page);
  const bob = tileOf(page, 'Bob (demo)');
  await bob.getByRole('button', { name: 'Maximise the tile' }).click();
  const wrong = logOf(bob).getByRole('row', { name: /Mallory.*wrong signature/ });
  await expect(wrong).toBeVisible();

  const box = bob.getByRole('combobox', { name: 'Filter the log' });
  await box.click();
  await page.keyboard.type('verd');
  await page.keyboard.press('Tab');
  await page.keyboard.type('wr');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(box).toHaveValue('verdict:wrong ');
  await expect(bob.getByText('1 hit', { exact: true })).toBeVisible();
  await expect(logOf(bob).getByRole('row')).toHaveCount(2);
  await patchbay.checkAccessibility();

  await box.fill('verdict:wrong size>big');
  await expect(bob.getByText(/^size is an amount/)).toBeVisible();
  await expect(logOf(bob).getByRole('row')).toHaveCount(2);
  await patchbay.checkAccessibility();
  await box.fill('verdict:wrong');

  await bob.getByRole('button', { name: 'Highlight instead of hiding' }).click();
  await expect(logOf(bob).getByRole('row', { name: /yellow.*wrong signature/ })).toBeVisible();
  await expect(logOf(bob).getByRole('row').nth(3)).toBeVisible();
  await bob.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('textbox', { name: 'Name of this filter' }).fill('Forged');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Forged/ })).toBeVisible();
  await patchbay.checkAccessibility();
  await page.keyboard.press('Escape');
  await bob.getByRole('button', { name: 'Highlight instead of hiding' }).click();
  await box.fill('');

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Find a command or profile' }).fill('Forged');
  await page.keyboard.press('Enter');
  await expect(box).toHaveValue('verdict:wrong');

  await wrong.click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('heading').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Without kind=/ }).click();
  await expect(box).toHaveValue(/^verdict:wrong -kind=/);
  await expect(bob.getByText('Nothing matches the filter.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(wrong).toBeVisible();
});

test('entries are coloured by rules, in every log and after a restart', async ({ patchbay }) => {
  const { page } = patchbay;
  await startDemo(page);
  const bob = tileOf(page, 'Bob (demo)');
  await bob.getByRole('button', { name: 'Maximise the tile' }).click();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Find a command or profile' }).fill('Colour rules');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Wrong signature/ }).click();
  await expect(page.getByRole('combobox', { name: 'Filter of Wrong signature' })).toHaveValue('verdict:wrong');
  await patchbay.checkAccessibility();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(logOf(bob).getByRole('row', { name: /violet.*wrong signature/ })).toBeVisible();
  await patchbay.checkAccessibility();
  const again = await patchbay.restart();
  await expect(logOf(tileOf(again, 'Bob (demo)')).getByRole('row', { name: /violet.*wrong signature/ })).toBeVisible();
});
