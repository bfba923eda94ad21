import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { expect, test } from './console.ts';
import { addConnection, compose, filterLog, logOf, send, tileOf } from './console-page.ts';
import { startPeer } from './peer.ts';

const own = 'kld://app2app/m/m000000001/e/e000000001/s/s000000001/d/own';
const other = 'kld://app2app/m/m000000002/e/e000000001/s/s000000001/d/other';

test('one message among 200,000 is found by a JSON path, and stays in sight when the filter goes', async ({
  patchbay,
}) => {
  test.setTimeout(180_000);
  const count = 200_000;
  const { page } = patchbay;
  const flood = await startFlood();
  await addConnection(page, { service: 'WebSocket', name: 'Flood', fields: { URL: flood.url } });
  const tile = tileOf(page, 'Flood');
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  await flood.send(count, 77_777);
  await filterLog(tile, 'number>=0');
  await expect(tile.getByText('200,000 hits')).toBeVisible({ timeout: 60_000 });
  await filterLog(tile, 'body.availability="dnd"');
  await expect(tile.getByText('1 hit', { exact: true })).toBeVisible();
  const found = logOf(tile).getByRole('row', { name: /"number":77777,/ });
  await found.click();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('dnd');
  await filterLog(tile, '');
  await expect(found).toBeInViewport();
  await expect(found).toHaveAttribute('aria-selected', 'true');
  await patchbay.checkAccessibility();
  await filterLog(tile, '/^(x+x+)+y$/ or body.availability=dnd');
  await expect(tile.getByText('1 hit', { exact: true })).toBeVisible();
  await flood.stop();
});

test('an exchange is folded into one row with its answers, and followed alone', async ({ patchbay }) => {
  const peer = await startPeer({ generation: 4, dialect: 'headers', password: 'right' });
  const { page } = patchbay;
  const tile = tileOf(page, 'Orders');
  await addConnection(page, {
    service: 'App2App Messaging',
    name: 'Orders',
    fields: { Endpoint: peer.url, 'App credential user': 'user', 'App credential password': 'right' },
  });
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  for (const content of ['Twelve pallets', 'Three crates']) {
    await compose(tile, { content, key: content }, { from: own, to: other });
    await send(tile);
    await expect(logOf(tile).getByRole('row', { name: new RegExp(`sent produce.*${content}`) })).toContainText(
      'delivered',
    );
  }
  const rows = logOf(tile).getByRole('row');
  await expect(rows.filter({ hasText: 'delivery-report' })).toHaveCount(2);

  await tile.getByRole('button', { name: 'One row for each exchange' }).click();
  const crates = rows.filter({ hasText: 'Three crates' });
  await expect(crates).toHaveCount(1);
  await expect(crates).toContainText(/acknowledgement \+\d.*delivery-report \+\d/s);
  await expect(rows.filter({ hasText: /received delivery-report/ })).toHaveCount(0);
  await patchbay.checkAccessibility();

  await crates.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Follow this exchange' }).click();
  await expect(tile.getByText('1 row', { exact: true })).toBeVisible();
  await tile.getByRole('button', { name: 'One row for each exchange' }).click();
  await expect(tile.getByText('3 hits', { exact: true })).toBeVisible();
  await peer.stop();
});

/** A real WebSocket server that sends numbered messages, one of them unlike the others. */
async function startFlood() {
  const http: Server = createServer();
  const server = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    async send(count: number, odd: number): Promise<void> {
      const [line] = server.clients;
      if (!line) throw new Error('nobody is connected');
      for (let number = 0; number < count; number++) {
        const body = { availability: number === odd ? 'dnd' : 'online' };
        line.send(JSON.stringify({ number, body }));
        if (number % 500 === 0) await new Promise(setImmediate);
      }
    },
    async stop(): Promise<void> {
      for (const line of server.clients) line.terminate();
      server.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
