import type { Emulator } from '../../main/emulators/emulator.ts';
import { startPush } from '../../main/emulators/push.ts';
import { expect, test } from './console.ts';
import { addConnection, connect, logOf, send, tileOf } from './console-page.ts';
import { startTap, type Tap } from './tap.ts';

let desk: Emulator;
let tap: Tap;
test.beforeEach(async () => {
  desk = await startPush({ port: 0 });
  tap = await startTap(new URL(desk.url).origin);
});
test.afterEach(async () => {
  await tap.stop();
  await desk.stop();
});

test('a conversation with quick replies goes on after a restart, without registering again', async ({ patchbay }) => {
  let page = patchbay.page;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const { channelUUID, hostApi } = desk.accounts[0]?.settings ?? {};
  await addConnection(page, {
    service: 'Push',
    name: 'Library',
    fields: { 'Socket host': tap.host, 'Channel UUID': String(channelUUID), 'Host API URL': String(hostApi) },
    kept: true,
  });
  let tile = tileOf(page, 'Library');
  let inspector = page.getByRole('region', { name: 'Inspector' });
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  await expect(logOf(tile).getByRole('row', { name: /sent registerUser/ })).toContainText('registered');

  await tile.getByRole('textbox', { name: 'Text' }).fill('Hello');
  await send(tile);
  await logOf(tile)
    .getByRole('row', { name: /received message .*Welcome to the Harbour Library/ })
    .click();
  await patchbay.checkAccessibility();
  await inspector.getByRole('button', { name: 'Find a book' }).click();
  await expect(logOf(tile).getByRole('row', { name: /sent sendMessageToChannel Find a book/ })).toBeVisible();
  await logOf(tile)
    .getByRole('row', { name: /What is it to be about/ })
    .click();
  await inspector.getByRole('button', { name: 'Poetry' }).click();
  await expect(logOf(tile).getByRole('row', { name: /sent sendMessageToChannel book:poetry/ })).toBeVisible();

  await logOf(tile)
    .getByRole('row', { name: /The Waves at Noon/ })
    .click();
  const links = inspector.getByRole('list', { name: 'Links' });
  await expect(links.getByRole('button', { name: 'Open example.org/covers/poetry.jpg' })).toBeEnabled();
  await expect(links.getByRole('button', { name: 'Open example.org/books/waves' })).toBeEnabled();
  await expect(links).toContainText('image');
  expect(asked.filter((url) => url.includes('example.org'))).toEqual([]);
  expect(page.context().pages()).toHaveLength(1);

  await tile.getByRole('textbox', { name: 'Text' }).fill('/foreign');
  await send(tile);
  const foreign = logOf(tile).getByRole('row', { name: /Mrs Okafor/ });
  await expect(foreign).toContainText('not for this session');
  await patchbay.checkAccessibility();
  expect(told('registerUser')).toHaveLength(1);

  page = await patchbay.restart();
  tile = tileOf(page, 'Library');
  inspector = page.getByRole('region', { name: 'Inspector' });
  await expect(logOf(tile).getByRole('row', { name: /What is it to be about/ })).toBeVisible();
  await connect(tile);
  await expect(logOf(tile).getByRole('row', { name: /sent #subscribe .*listening/ })).toHaveCount(2);
  await logOf(tile)
    .getByRole('row', { name: /What is it to be about/ })
    .click();
  await inspector.getByRole('button', { name: 'Sailing' }).click();
  await expect(logOf(tile).getByRole('row', { name: /received message .*Sailing Alone/ })).toBeVisible();
  expect(told('registerUser')).toHaveLength(1);
  expect(new Set(told('sendMessageToChannel').map(({ userUrn }) => userUrn)).size).toBe(1);

  await tile.getByRole('button', { name: 'Directory', exact: true }).click();
  const directory = tile.getByRole('region', { name: 'Directory of Library' });
  await directory.getByRole('button', { name: /^Register anew: / }).click();
  await patchbay.checkAccessibility();
  await directory.getByRole('alertdialog').getByRole('button', { name: 'Register anew' }).click();
  await expect(directory.getByRole('listitem')).toHaveCount(2);
  await tile.getByRole('textbox', { name: 'Text' }).fill('Hello again');
  await send(tile);
  await expect.poll(() => new Set(told('sendMessageToChannel').map(({ userUrn }) => userUrn)).size).toBe(2);
  expect(told('registerUser')).toHaveLength(2);
});

/** The data of all events of this name that the console sent. */
function told(event: string): Record<string, unknown>[] {
  const packets = tap.heard.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text));
  return packets.filter((packet) => packet.event === event).map(({ data }) => data);
}
