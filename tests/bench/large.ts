import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { logOf } from '../journeys/console-page.ts';
import { aDataFolder, type BenchProfile, connectAll, openConsole } from './bench-console.ts';
import { type Figure, figure } from './figures.ts';
import { watchPage } from './watch-page.ts';

const size = 100_000_000;

/** One message of 100 MB on one connection while another is worked with. */
export async function measureLarge(): Promise<Figure[]> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  const profiles = ['Bench 1', 'Bench 2'].map((name): BenchProfile => {
    return { id: randomUUID(), name, service: 'websocket', url };
  });
  const console = await openConsole(await aDataFolder(profiles));
  await connectAll(console, profiles);
  const [line] = server.clients;
  const seen = await watchPage(console.page);
  line?.send(JSON.stringify({ text: 'y'.repeat(size) }));
  const row = logOf(console.tile('Bench 1')).getByRole('row', { name: /received .*yyyy/ });
  const button = console.tile('Bench 2').getByRole('button', { name: 'Directory', exact: true });
  let answered = 0;
  while (!(await row.isVisible())) {
    const began = performance.now();
    await button.click();
    await console.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    answered = Math.max(answered, performance.now() - began);
  }
  await row.click();
  const inspector = console.page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByText('yyyy').first()).toBeVisible();
  const { frames, interactions } = await seen();
  const { page } = await console.memory();
  await console.quit();
  await console.discard();
  server.close();
  http.closeAllConnections();
  http.close();
  return [
    figure('a message of 100 MB: longest frame until its beginning is shown', Math.max(...frames), 'ms', { most: 200 }),
    figure('a message of 100 MB: slowest click meanwhile', Math.max(0, ...interactions), 'ms', { most: 200 }),
    figure('a message of 100 MB: page memory with it in the inspector', page, 'megabytes', { most: 150e6 }),
  ];
}
