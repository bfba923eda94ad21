import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { addConnection, logOf, tileOf } from './console-page.ts';
import { OpenSsl } from './openssl.ts';
import { type Peer, startPeer } from './peer.ts';
import { PrivateKeyTraces } from './private-key-traces.ts';

const passphrase = 'correct horse battery';
const alice = 'kld://app2app/m/office/e/test/s/runtime/d/alice';
const bob = 'kld://app2app/m/office/e/test/s/runtime/d/bob';

let peer: Peer;
let openssl: OpenSsl;
test.beforeEach(async () => {
  peer = await startPeer({ generation: 4, dialect: 'headers', password: 'right' });
  openssl = new OpenSsl();
});
test.afterEach(async () => {
  await peer.stop();
  openssl.remove();
});

async function connect(page: Page, name: string): Promise<void> {
  const fields = { Endpoint: peer.url, 'App credential user': 'user', 'App credential password': 'right' };
  await addConnection(page, { service: 'App2App Messaging', name, fields, kept: true });
  await expect(tileOf(page, name).getByText('Connected', { exact: true })).toBeVisible();
}

/** All that has come to the page over its socket since; nothing where the host has none. */
function listen(page: Page): string[] {
  const received: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
  return received;
}

/** Everything the page holds, and can be made to show. */
async function heapOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return Buffer.from(chunks.join(''));
}

test('a locked message is opened and verified by an imported key, which is nowhere but in the vault', async ({
  patchbay,
  host,
}) => {
  test.setTimeout(180_000);
  let { page } = patchbay;
  await connect(page, 'Alice');
  await connect(page, 'Bob');
  // A page that is loaded anew is listened to from its first message.
  const received = listen(page);
  await page.reload();

  const [alices, bobs] = [openssl.makeHolder('alice'), openssl.makeHolder('bob')];
  const traces = new PrivateKeyTraces(bobs.privateKey);
  expect(traces.isIn(Buffer.from(bobs.privateKey)), 'the search finds the key where it is').toBe(true);

  const content = 'Twelve pallets, please';
  const signature = openssl.sign(content, alices).toString('base64');
  const message = JSON.stringify({ headers: { from: alice, to: bob, signature }, content });
  peer.emit('data', openssl.seal(message, bobs), 'order-12', Date.now());
  const row = logOf(tileOf(page, 'Bob')).getByRole('row', { name: /received data/ });
  await expect(row).toContainText('locked');

  await row.click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('tab', { name: 'Verdicts' }).click();
  await inspector.getByRole('button', { name: 'Import the key…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('note')).toContainText('CN=bob');
  await patchbay.checkAccessibility();

  await dialog.getByLabel('Files with keys or certificates').setInputFiles(openssl.pack(bobs, passphrase));
  const field = dialog.getByLabel('Passphrase', { exact: true });
  await field.fill('wrong');
  await field.press('Enter');
  await expect(field).toHaveAccessibleDescription(/passphrase/i);
  await expect(field).toHaveValue('wrong');
  await field.fill(passphrase);
  await dialog.getByRole('button', { name: 'Unlock' }).click();
  await expect(dialog.getByText('The one that is needed')).toBeVisible();
  await dialog.getByLabel('Whose it is, 1').fill(bob);
  await dialog.getByRole('switch', { name: /^Keep the key/ }).check();
  await patchbay.checkAccessibility();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByRole('option', { name: /bob.*Key kept/ })).toBeVisible();
  await patchbay.checkAccessibility();

  await dialog.getByRole('button', { name: 'Import…' }).click();
  await dialog.getByLabel('Or paste').fill(alices.certificate);
  await dialog.getByLabel('Whose it is, 1').fill(alice);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByRole('option', { name: /alice/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(row).toContainText('opened');
  await expect(row).toContainText('verified');
  await expect(row).toContainText(content);

  await page.getByRole('treeitem', { name: /^Bob/ }).click({ button: 'right' });
  const exported = await patchbay.saved(() => page.getByRole('menuitem', { name: 'Export', exact: true }).click());
  expect(JSON.parse(exported)).toMatchObject({ name: 'Bob' });
  expect(traces.isIn(Buffer.from(exported)), 'the export').toBe(false);
  expect(received.length > 0).toBe(host === 'headless');
  expect(traces.isIn(Buffer.from(received.join('\n'))), 'what crossed the bridge').toBe(false);
  expect(traces.isIn(await heapOf(page)), 'the page').toBe(false);

  page = await patchbay.restart();
  await expect(logOf(tileOf(page, 'Bob')).getByRole('row', { name: /received data/ })).toContainText('verified');
  expect(traces.isIn(await heapOf(page)), 'the page after a restart').toBe(false);
  const { found, searched } = await traces.files(patchbay.folder);
  expect(found).toEqual([]);
  for (const name of ['profiles.json', 'keyring.json', 'secrets.json', 'journal.sqlite'])
    expect(searched).toContainEqual(expect.stringMatching(`${name}$`));
});

test('a key is made, its certificate exported, and its private key leaves only sealed', async ({ patchbay }) => {
  const { page } = patchbay;
  await page.getByRole('button', { name: 'Keyring' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'The keyring is empty' })).toBeVisible();
  await patchbay.checkAccessibility();
  await dialog.getByRole('button', { name: 'Make a new key…' }).click();
  await dialog.getByLabel('Whose it is').fill(bob);
  await dialog.getByLabel('Name in the certificate').fill('app2app-b0b-bob');
  await patchbay.checkAccessibility();
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await expect(dialog.getByRole('option', { name: /CN=app2app-b0b-bob/ })).toBeVisible({ timeout: 60_000 });

  const certificate = await patchbay.saved(() =>
    dialog.getByRole('button', { name: 'Save: Certificate', exact: true }).click(),
  );
  expect(certificate).toMatch(/^-----BEGIN CERTIFICATE-----/m);
  const request = await patchbay.saved(() => dialog.getByRole('button', { name: 'Save: Certificate request' }).click());
  expect(request).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----/m);

  await dialog.getByRole('button', { name: 'Export the private key…' }).click();
  await dialog.getByLabel('Passphrase for the file', { exact: true }).fill(passphrase);
  await dialog.getByLabel('The passphrase once more', { exact: true }).fill(passphrase);
  await dialog.getByRole('checkbox').check();
  await patchbay.checkAccessibility();
  const sealed = await patchbay.saved(() => dialog.getByRole('button', { name: 'Save the file' }).click());
  expect(sealed).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/m);
});
