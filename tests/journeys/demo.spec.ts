import { expect, test } from './console.ts';
import { compose, logOf, startDemo, tileOf } from './console-page.ts';

test('the demo: all its people connected, a message sent, opened, verified, and there after a restart', async ({
  patchbay,
}) => {
  const { page } = patchbay;
  await startDemo(page);
  const alice = tileOf(page, 'Alice (demo)');
  const bob = tileOf(page, 'Bob (demo)');
  await expect(alice.getByText('Connected', { exact: true })).toBeVisible();
  await expect(bob.getByText('Connected', { exact: true })).toBeVisible();
  await patchbay.checkAccessibility();

  await bob.getByRole('button', { name: 'Maximise the tile' }).click();
  await expect(logOf(bob).getByRole('row', { name: /Mallory.*wrong signature/ })).toBeVisible();
  await expect(logOf(bob).getByRole('row', { name: /broken/ })).toBeVisible();
  await expect(logOf(bob).getByRole('row', { name: /locked/ })).toBeVisible();
  await bob.getByRole('button', { name: 'Restore the tile' }).click();

  await compose(alice, { content: 'Twelve pallets, please', key: 'order-12' }, { from: /\/alice$/, to: /\/bob$/ });
  await alice.getByRole('button', { name: 'Send', exact: true }).click();
  const sent = logOf(alice).getByRole('row', { name: /sent produce.*Twelve pallets/ });
  await expect(sent).toContainText('acknowledged');
  await expect(sent).toContainText('delivered');
  await page.getByRole('treeitem', { name: /^Bob \(demo\)/ }).click();
  await bob.getByRole('button', { name: 'Maximise the tile' }).click();
  const received = logOf(bob)
    .getByRole('row', { name: /received .*Twelve pallets, please/ })
    .first();
  await expect(received).toContainText('opened');
  await expect(received).toContainText('verified');

  await received.click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('Twelve pallets, please');
  await inspector.getByRole('tab', { name: 'Verdicts' }).click();
  await expect(inspector).toContainText(/RSA/);
  await inspector.getByRole('tab', { name: 'Arguments' }).click();
  await expect(inspector).toContainText('order-12');
  await patchbay.checkAccessibility();

  const again = await patchbay.restart();
  await expect(
    logOf(tileOf(again, 'Bob (demo)'))
      .getByRole('row', { name: /Twelve pallets, please/ })
      .first(),
  ).toContainText('verified');
  await again.getByRole('treeitem', { name: /^Alice \(demo\)/ }).click();
  await expect(
    logOf(tileOf(again, 'Alice (demo)')).getByRole('row', { name: /sent produce.*Twelve pallets/ }),
  ).toContainText('delivered');
  await expect(tileOf(again, 'Alice (demo)').getByText('Not connected', { exact: true })).toBeVisible();
});
