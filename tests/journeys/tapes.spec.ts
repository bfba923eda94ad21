import { WebSocket } from 'ws';
import { startCloudonix } from '../../main/emulators/cloudonix.ts';
import { expect, test } from './console.ts';
import { addConnection, filterLog, logOf, tileOf } from './console-page.ts';

test('what was recorded is played to somebody else’s client, step by step, and to a profile of ours', async ({
  patchbay,
}) => {
  const { page } = patchbay;
  const service = await startCloudonix({ port: 0 });
  const settings = service.accounts[0]?.settings ?? {};
  await addConnection(page, {
    service: 'Cloudonix API.Messaging',
    name: 'Nora',
    fields: { 'Base URL': String(settings.url), 'Bearer token': String(settings.token) },
  });
  const nora = tileOf(page, 'Nora');
  await expect(nora.getByText('Connected', { exact: true })).toBeVisible();
  service.talk();
  await expect(logOf(nora).getByRole('row', { name: /Good morning, Nora!/ })).toBeVisible();
  await service.stop();

  await nora.getByRole('button', { name: 'More for Nora' }).click();
  await page.getByRole('menuitem', { name: 'Play the log through an emulator' }).click();
  const panel = page.getByRole('dialog', { name: 'The tape' });
  await expect(panel.getByText('Waits for a client')).toBeVisible();
  await panel.getByRole('button', { name: 'Pause' }).click();
  await panel.getByText('Accounts for your own client').click();
  await expect(panel.getByRole('heading', { name: 'Omar' })).toBeVisible();
  await patchbay.checkAccessibility();

  const address = await panel
    .getByText(/^http:\/\/127\.0\.0\.1:\d+\/messaging$/)
    .first()
    .innerText();
  const token = await panel.getByRole('definition').nth(1).innerText();
  const heard: string[] = [];
  const client = new WebSocket(`${address.replace('http', 'ws')}/websocket`, {
    headers: { Authorization: `Bearer ${token.trim()}` },
  });
  client.on('message', (text) => heard.push(String(text)));
  await expect(panel.getByText('1 client')).toBeVisible();
  const greeting = heard.length;
  await panel.getByRole('button', { name: 'Next event' }).click();
  await expect(panel.getByText(/^1 sent, the last: /)).toBeVisible();
  await expect.poll(() => heard.length).toBe(greeting + 1);
  await panel.getByLabel('Speed').selectOption('As fast as it goes');
  await panel.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(panel.getByText('Played to its end')).toBeVisible();
  await expect.poll(() => heard.some((text) => text.includes('Good morning, Nora!'))).toBe(true);
  client.close();

  await panel.getByRole('button', { name: 'To the beginning' }).click();
  await panel.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(panel.getByText('Waits for a client')).toBeVisible();
  await panel.getByRole('button', { name: 'Connect to it' }).click();
  await page.keyboard.press('Escape');
  const played = tileOf(page, 'Nora (tape)');
  await filterLog(played, 'morning');
  await expect(logOf(played).getByRole('row', { name: /received .*Good morning, Nora!/ })).toBeVisible();

  await page.getByRole('button', { name: /^Tape: / }).click();
  await panel.getByRole('button', { name: 'Stop the tape' }).click();
  await expect(page.getByRole('button', { name: /^Tape: / })).toBeHidden();
});
