import { expect, test } from './console.ts';
import { logOf, startDemo, tileOf } from './console-page.ts';

test('a burst is a spike in the chart, which leads to its time in the log', async ({ patchbay }) => {
  const { page } = patchbay;
  await startDemo(page);
  const bob = tileOf(page, 'Bob (demo)');
  await expect(bob.getByText('Connected', { exact: true })).toBeVisible();
  await page.getByRole('treeitem', { name: /^Bob \(demo\)/ }).click();
  await bob.getByRole('button', { name: 'Maximise the tile' }).click();
  await bob.getByRole('button', { name: 'Statistics' }).click();
  await bob.getByText('1 min', { exact: true }).click();

  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /servers|emulator/ })
    .click();
  await page.getByRole('button', { name: /^Burst/ }).click();
  await page.keyboard.press('Escape');
  const chart = bob.getByRole('slider');
  await expect(chart).toHaveAttribute('aria-valuetext', /: [1-9]\d\d in/, { timeout: 30_000 });
  await expect(chart).toHaveAttribute('aria-valuetext', /: \d{1,2}(\.\d)? in/, { timeout: 60_000 });

  await chart.focus();
  const words = async () => (await chart.getAttribute('aria-valuetext')) ?? '';
  await page.keyboard.press('End');
  await expect
    .poll(async () => {
      await page.keyboard.press('ArrowLeft');
      return words();
    })
    .toMatch(/: [1-9]\d\d in/);
  const [time] = (await words()).split(': ');
  await page.keyboard.press('Enter');
  await expect(
    logOf(bob)
      .getByRole('row', { name: new RegExp(`${time}`) })
      .first(),
  ).toBeInViewport();
  await patchbay.checkAccessibility();

  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /0 lost/ })
    .click();
  const figures = page.getByRole('dialog', { name: 'How messages get to the disk' });
  await expect(figures).toContainText('Nothing was dropped.');
  await figures.getByRole('button', { name: 'Storage…' }).click();
  await expect(page.getByRole('dialog', { name: 'Storage' })).toContainText('Bob (demo)');
  await patchbay.checkAccessibility();
});
