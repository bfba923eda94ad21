import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './console.ts';
import { addConnection, newProfile, tileOf } from './console-page.ts';
import { startPeer } from './peer.ts';

const filled = {
  Endpoint: 'ws://127.0.0.1:9/api/v1',
  'App credential user': 'someone',
  'App credential password': 'correct horse battery',
};

test('a half-filled form keeps what was typed, and the report says step by step what is wrong', async ({
  patchbay,
}) => {
  const { page } = patchbay;
  const form = await newProfile(page, 'App2App Messaging');
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Half');
  await form.getByLabel('Endpoint', { exact: true }).fill('nonsense');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByLabel('Endpoint', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('Endpoint', { exact: true })).toHaveValue('nonsense');
  await expect(form.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Half');
  await patchbay.checkAccessibility();

  for (const [label, value] of Object.entries(filled)) await form.getByLabel(label, { exact: true }).fill(value);
  await form.getByRole('button', { name: 'Test the connection' }).click();
  await expect(form.getByText(/Nothing accepts connections/).first()).toBeVisible();
  await patchbay.checkAccessibility();
});

test('the report follows a connection to a real server through every step', async ({ patchbay }) => {
  const peer = await startPeer({ generation: 2, dialect: 'headers', password: 'right' });
  const { page } = patchbay;
  const form = await newProfile(page, 'App2App Messaging');
  const fields = { Endpoint: peer.url, 'App credential user': 'user', 'App credential password': 'right' };
  for (const [label, value] of Object.entries(fields)) await form.getByLabel(label, { exact: true }).fill(value);
  await form.getByRole('button', { name: 'Test the connection' }).click();
  for (const step of ['TCP', 'HTTP', 'generation', 'Handshake', 'Namespace', 'Login']) {
    await expect(
      form
        .getByRole('listitem')
        .filter({ hasText: new RegExp(step, 'i') })
        .first(),
    ).toBeVisible();
  }
  const generation = form.getByRole('listitem').filter({ hasText: 'Socket.IO generation' }).first();
  await expect(generation).toContainText(/2/);
  await peer.stop();
});

test('saved, duplicated, renamed, deleted with undo, exported without secrets, imported, and there after a restart', async ({
  patchbay,
}) => {
  const { page, folder } = patchbay;
  await addConnection(page, { service: 'App2App Messaging', name: 'Office', fields: filled });
  const tree = page.getByRole('tree', { name: 'Profiles' });
  const item = tree.getByRole('treeitem', { name: /^Office (?!copy)/ });
  await expect(tileOf(page, 'Office').getByRole('button', { name: 'Retry now' })).toBeVisible();
  await tileOf(page, 'Office').getByRole('button', { name: 'Stop' }).click();

  await item.click();
  await page.keyboard.press('F2');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Head office');
  await page.keyboard.press('Enter');
  const renamed = tree.getByRole('treeitem', { name: /^Head office/ });
  await expect(renamed).toBeVisible();

  await renamed.click();
  await page.keyboard.press('Delete');
  await expect(renamed).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(renamed).toBeVisible();

  const text = await patchbay.saved(() => page.getByRole('button', { name: 'Export all profiles' }).click());
  expect(JSON.parse(text)).toMatchObject({
    patchbay: 'profile',
    name: 'Head office',
    settings: { endpoint: filled.Endpoint },
  });
  expect(text).not.toContain('correct horse');

  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import profiles' }).first().click();
  await (await chooser).setFiles({
    name: 'other.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text.replace('Head office', 'Branch')),
  });
  await expect(tree.getByRole('treeitem', { name: /^Branch/ })).toBeVisible();
  await patchbay.checkAccessibility();

  for (const file of ['profiles.json', 'secrets.json', 'journal.sqlite', 'preferences.json']) {
    const bytes = await readFile(join(folder, file));
    expect(bytes.includes('correct horse battery'), file).toBe(false);
    expect((await stat(join(folder, file))).mode & 0o777, file).toBe(0o600);
  }

  const again = await patchbay.restart();
  await expect(again.getByRole('treeitem', { name: /^Head office/ })).toBeVisible();
  await expect(tileOf(again, 'Head office')).toBeVisible();
});

test('a secret that is not kept is asked for, in words', async ({ patchbay }) => {
  await addConnection(patchbay.page, { service: 'App2App Messaging', name: 'Asking', fields: filled });
  await tileOf(patchbay.page, 'Asking').getByRole('button', { name: 'Stop' }).click();
  const page = await patchbay.restart();
  await tileOf(page, 'Asking').getByRole('button', { name: 'Connect', exact: true }).first().click();
  const prompt = page.getByRole('dialog');
  await expect(prompt).toContainText('App credential password');
  await patchbay.checkAccessibility();
  await prompt.getByLabel('App credential password', { exact: true }).fill('correct horse battery');
  await prompt.getByRole('button', { name: 'Connect' }).click();
  await expect(tileOf(page, 'Asking').getByRole('button', { name: 'Retry now' })).toBeVisible();
});
