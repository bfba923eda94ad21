import { readFile } from 'node:fs/promises';
import { startCloudonix } from '../../main/emulators/cloudonix.ts';
import { expect, test } from './console.ts';
import { addConnection, composeAction, filterLog, logOf, send, tileOf } from './console-page.ts';

test('a log is exported without persons and secrets, opened elsewhere, and played there as the service', async ({
  patchbay,
}) => {
  const service = await startCloudonix({ port: 0 });
  const { url, token } = service.accounts[0]?.settings ?? {};
  await addConnection(patchbay.page, {
    service: 'Cloudonix API.Messaging',
    name: 'Nora',
    fields: { 'Base URL': String(url), 'Bearer token': String(token) },
  });
  const nora = tileOf(patchbay.page, 'Nora');
  await expect(nora.getByText('Connected', { exact: true })).toBeVisible();
  const question = { type: 'direct-message', to: 'pia', text: 'Ask vera.verres@example.org or +49 30 7654321.' };
  await composeAction(nora, 'Send', { Message: JSON.stringify(question) });
  await send(nora);
  service.talk();
  await filterLog(nora, 'morning');
  await expect(logOf(nora).getByRole('row', { name: /Good morning, Nora!/ })).toBeVisible();
  await filterLog(nora, '');
  await service.stop();

  await nora.getByRole('button', { name: 'More for Nora' }).click();
  await patchbay.page.getByRole('menuitem', { name: /^Export the log/ }).click();
  const dialog = patchbay.page.getByRole('dialog', { name: 'Export' });
  await expect(dialog.getByRole('switch', { name: /^Replace persons and secrets/ })).toBeChecked();
  await expect(dialog.getByText('ver•••org')).toBeVisible();
  await patchbay.checkAccessibility();
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await expect(dialog.getByRole('button', { name: 'Done' })).toBeVisible();
  const path = await dialog.getByText(/\.ndjson$/).innerText();
  const text = await readFile(path, 'utf8');
  expect(text).toContain('@example.invalid');
  for (const private_ of ['vera.verres', '7654321', String(token)]) expect(text).not.toContain(private_);

  const page = await patchbay.restart('none');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a log file' }).first().click();
  await (await chooser).setFiles({ name: 'from-nora.ndjson', mimeType: '', buffer: Buffer.from(text) });
  const theirs = tileOf(page, 'from-nora.ndjson');
  await expect(theirs.getByText('Read only')).toBeVisible();
  await filterLog(theirs, 'invalid');
  await expect(logOf(theirs).getByRole('row', { name: /sent .*Ask person-\d+@example\.invalid or \+0/ })).toBeVisible();
  await filterLog(theirs, '');
  await patchbay.checkAccessibility();

  await theirs.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'Play the log through an emulator' }).click();
  const panel = page.getByRole('dialog', { name: 'The tape' });
  await panel.getByLabel('Speed').selectOption('As fast as it goes');
  await panel.getByRole('button', { name: 'Connect to it' }).click();
  await expect(panel.getByText('Played to its end')).toBeVisible();
  await page.keyboard.press('Escape');
  const played = tileOf(page, 'Nora (tape)');
  await filterLog(played, 'morning');
  await expect(logOf(played).getByRole('row', { name: /received .*Good morning, Nora!/ })).toBeVisible();
});
