import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { startDemo } from './console-page.ts';

async function openWorkbench(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Workbench', exact: true }).click();
  return page.getByRole('dialog', { name: 'Workbench' });
}

async function take(workbench: Locator, tool: string): Promise<void> {
  await workbench.getByRole('navigation', { name: 'Tools' }).getByRole('button', { name: tool, exact: true }).click();
}

/** An envelope by the openssl command, for the demo's Bob. */
async function anEnvelope(folder: string, text: string): Promise<string> {
  const { items } = JSON.parse(await readFile(join(folder, 'keyring.json'), 'utf8'));
  const bob = items.find(
    (item: { kind: string; address: string }) => item.kind === 'identity' && /bob$/.test(item.address),
  );
  await writeFile(join(folder, 'bob.pem'), bob.certificate);
  const args = ['cms', '-encrypt', '-binary', '-aes-256-cbc', '-outform', 'PEM', join(folder, 'bob.pem')];
  return execFileSync('openssl', args, { input: text, encoding: 'utf8' });
}

test('the workbench opens an envelope with a key of the keyring, and makes an official digest', async ({
  patchbay,
}) => {
  const { page, folder } = patchbay;
  await startDemo(page);
  await page.keyboard.press('Control+j');
  const workbench = page.getByRole('dialog', { name: 'Workbench' });
  const result = workbench.getByRole('region', { name: 'Result' });
  await patchbay.checkAccessibility();

  await take(workbench, 'Open an envelope');
  await workbench.getByRole('textbox', { name: 'Envelope' }).fill(await anEnvelope(folder, 'Twelve pallets, please'));
  await page.keyboard.press('Control+Enter');
  await expect(result).toContainText('Twelve pallets, please');
  await expect(result).toContainText('AES-256-CBC');
  await expect(result.getByText('opened', { exact: true })).toBeVisible();
  await patchbay.checkAccessibility();

  // The example without info of the vendor's page on AppWebsocket.
  await take(workbench, 'Digest of a login');
  await workbench.getByLabel('App', { exact: true }).fill('pbxadminapi');
  await workbench.getByLabel('Challenge', { exact: true }).fill('0123456789abcdef');
  await workbench.getByLabel('Password', { exact: true }).fill('pwd');
  await workbench.getByRole('button', { name: 'Run' }).click();
  await expect(result).toContainText('a205299ed2ef2786c311e0be1b14db343f2cadd906a6ae7b564eee34bda5e9a1');

  // What was typed is there again.
  await page.keyboard.press('Escape');
  await expect(workbench).toBeHidden();
  await openWorkbench(page);
  await expect(workbench.getByLabel('App', { exact: true })).toHaveValue('pbxadminapi');
  await take(workbench, 'Open an envelope');
  await expect(result).toContainText('Twelve pallets, please');
});
