import type { Locator } from '@playwright/test';
import { expect, test } from './console.ts';
import { addConnection, compose, logOf, tileOf } from './console-page.ts';
import { type Dialect, type Peer, startPeer } from './peer.ts';

const own = 'kld://app2app/m/m000000001/e/e000000001/s/s000000001/d/own';
const other = 'kld://app2app/m/m000000002/e/e000000001/s/s000000001/d/other';

const generations = [4, 2] as const;
const dialects: Dialect[] = ['headers', 'flat'];

for (const generation of generations) {
  for (const dialect of dialects) {
    test.describe(`a real socket.io ${generation} server in the ${dialect} dialect`, () => {
      let peer: Peer;
      test.beforeEach(async () => {
        peer = await startPeer({ generation, dialect, password: 'right' });
      });
      test.afterEach(() => peer.stop());

      test('a wrong password stops with 401; the right one connects, sends, receives, and comes back after a restart', async ({
        patchbay,
      }) => {
        const { page } = patchbay;
        const tile = tileOf(page, 'Real');
        await addConnection(page, {
          service: 'App2App Messaging',
          name: 'Real',
          fields: credentials(peer, 'wrong'),
          choices: { 'Dialect to send': dialect },
        });
        await expect(tile.getByText(/401/).first()).toBeVisible();
        await expect(tile.getByText('Failed', { exact: true })).toBeVisible();
        await patchbay.checkAccessibility();

        await tile.getByRole('button', { name: 'Edit' }).first().click();
        const form = page.getByRole('dialog');
        await replaceSecret(form, 'App credential password', 'right');
        await form.getByRole('button', { name: 'Add to Subscribe on connecting' }).click();
        await form.getByLabel('Subscribe on connecting, 1').fill(own);
        await form.getByRole('button', { name: 'Save and connect' }).click();
        await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
        await expect.poll(() => peer.subscribed).toEqual([[own]]);

        await compose(tile, { content: 'Übergrößenträger 🚚', key: 'k-1' }, { from: own, to: other });
        await tile.getByRole('button', { name: 'Send', exact: true }).click();
        const sent = logOf(tile).getByRole('row', { name: /sent produce.*Übergrößenträger/ });
        await expect(sent).toContainText('acknowledged');
        await expect(sent).toContainText('delivered');
        expect(peer.produced).toEqual([
          [
            dialect === 'headers'
              ? { headers: { from: own, to: other }, content: 'Übergrößenträger 🚚' }
              : { from: own, to: other, content: 'Übergrößenträger 🚚' },
            'k-1',
          ],
        ]);

        peer.deliver({ from: other, to: own, content: 'Received with thanks' }, 'k-2');
        await expect(logOf(tile).getByRole('row', { name: /received .*Received with thanks/ })).toBeVisible();

        await peer.stop();
        await expect(tile.getByText(/Retrying|Waiting/).first()).toBeVisible();
        await peer.start();
        await tile.getByRole('button', { name: 'Retry now' }).click();
        await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
        await expect.poll(() => peer.subscribed).toEqual([[own], [own]]);
      });
    });
  }

  test(`2 MB against a 1 MB limit on socket.io ${generation}: told as too large, and the connection comes back`, async ({
    patchbay,
  }) => {
    const peer = await startPeer({ generation, dialect: 'headers', password: 'right' });
    const { page } = patchbay;
    const tile = tileOf(page, 'Small');
    await addConnection(page, { service: 'App2App Messaging', name: 'Small', fields: credentials(peer, 'right') });
    await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
    await compose(tile, { content: 'x'.repeat(2_000_000) }, { from: own, to: other });
    await tile.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(
      logOf(tile)
        .getByRole('row', { name: /note lost .*(large|limit|1 MB)/i })
        .first(),
    ).toBeVisible();
    await expect(logOf(tile).getByRole('row', { name: /sent produce/ })).toContainText(/lost|unanswered/);
    await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
    await peer.stop();
  });
}

test('500 messages a second for 20 seconds: nothing lost, order kept, console in hand', async ({ patchbay }) => {
  test.setTimeout(120_000);
  const peer = await startPeer({ generation: 4, dialect: 'headers', password: 'right' });
  const { page } = patchbay;
  const tile = tileOf(page, 'Stream');
  await addConnection(page, { service: 'App2App Messaging', name: 'Stream', fields: credentials(peer, 'right') });
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  // A taller log is read in fewer pages.
  await tile.getByRole('button', { name: 'Composer', exact: true }).click();
  const count = 10_000;
  let sent = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      for (let slice = 0; slice < 25 && sent < count; slice++, sent++) {
        peer.deliver({ from: other, to: own, content: `number ${String(sent).padStart(5, '0')}` }, `k-${sent}`);
      }
      if (sent < count) return;
      clearInterval(timer);
      resolve();
    }, 50);
  });
  await tile.getByRole('combobox', { name: 'Filter the log' }).fill('number');
  await expect(tile.getByText('10,000 hits')).toBeVisible();
  await logOf(tile).focus();
  await page.keyboard.press('Home');
  await expect(logOf(tile).getByRole('row', { name: /number 00000/ })).toBeVisible();
  const seen = await readAll(logOf(tile), count);
  expect(seen).toEqual(Array.from({ length: count }, (_, index) => `number ${String(index).padStart(5, '0')}`));
  await peer.stop();
});

function credentials(peer: Peer, password: string): Record<string, string> {
  return { Endpoint: peer.url, 'App credential user': 'user', 'App credential password': password };
}

async function replaceSecret(form: Locator, label: string, value: string): Promise<void> {
  const replace = form.getByRole('button', { name: /Replace/ }).first();
  if (await replace.isVisible()) await replace.click();
  await form.getByLabel(label, { exact: true }).fill(value);
}

/** Reads the log from its first row to its last, as a reader would who pages down; in the page, for speed. */
function readAll(log: Locator, count: number): Promise<string[]> {
  return log.evaluate(async (grid, count) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const coming = () => [...grid.querySelectorAll('[role=row]')].some((row) => row.textContent?.trim() === '…');
    const seen = new Map<number, string>();
    while (seen.size < count) {
      while (coming()) await frame();
      for (const row of grid.querySelectorAll('[role=row]')) {
        const text = /number \d+/.exec(row.textContent ?? '')?.[0];
        if (text) seen.set(Number(row.getAttribute('aria-rowindex')), text);
      }
      grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));
      await frame();
      await frame();
    }
    return [...seen].sort(([a], [b]) => a - b).map(([, text]) => text);
  }, count);
}
