import type { Locator, Page } from '@playwright/test';
import { type BowlEmulator, startBowl } from '../../main/emulators/bowl.ts';
import { expect, test } from './console.ts';
import { addConnection, composeAction, logOf, send, tileOf } from './console-page.ts';

let server: BowlEmulator;
test.beforeEach(async () => {
  server = await startBowl({ port: 0 });
});
test.afterEach(() => server.stop());

test('two accounts side by side: a contact request, a message, a group, an invitation and a message to the group', async ({
  patchbay,
}) => {
  const { page } = patchbay;
  const [ada, ben] = [await connect(page, 0, 'Ada'), await connect(page, 1, 'Ben')];

  await becomeContacts(page, ada, ben);
  await expect(contact(ben, 'Ada')).toContainText('online');
  await expect(contact(ada, 'Ben')).toContainText('online');

  await contact(ada, 'Ben').getByRole('button', { name: 'Message: Ben' }).click();
  const text = ada.getByLabel('Text', { exact: true });
  await text.fill('ü'.repeat(123));
  await expect(ada.getByText('246 of 245 bytes: too long')).toBeVisible();
  await patchbay.checkAccessibility();
  await text.fill('Ahoy! Berth 4 is free, Grüße.');
  await expect(ada.getByText('31 of 245 bytes')).toBeVisible();
  await send(ada);
  await expect(logOf(ada).getByRole('row', { name: /sent contactChatMessage.*Ahoy!/ })).toContainText('acknowledged');
  const message = logOf(ben).getByRole('row', { name: /received contactChatMessage.*Ahoy! Berth 4 is free, Grüße\./ });
  await expect(message).toContainText('opened');
  await expect(message).toContainText('unsigned');

  await composeAction(ada, 'Create group', { Name: 'Night watch', Description: 'Who is up' });
  await send(ada);
  const group = directory(ada).getByRole('listitem').filter({ hasText: 'Night watch' });
  await expect(group).toContainText('key kept');
  await group.getByRole('button', { name: 'Invite: Night watch' }).click();
  await ada.getByLabel('E-mail', { exact: true }).fill('ben@example.com');
  await send(ada);
  await takeOffer(page, logOf(ben).getByRole('row', { name: /Invitation to the group Night watch/ }), 'Accept');
  await expect(logOf(ben).getByRole('row', { name: /sent acceptGroupRequest/ })).toContainText('acknowledged');
  await expect(logOf(ada).getByRole('row', { name: /Ben has joined the group/ })).toBeVisible();

  await group.getByRole('button', { name: 'Message: Night watch' }).click();
  await ada.getByLabel('Text', { exact: true }).fill('All quiet on pier 7');
  await send(ada);
  const heard = logOf(ben).getByRole('row', { name: /received groupChatMessage.*All quiet on pier 7/ });
  await expect(heard).toContainText('opened');
  await heard.click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('All quiet on pier 7');
  await inspector.getByRole('tab', { name: 'Verdicts' }).click();
  await expect(inspector).toContainText('always the same');
  await expect(inspector).toContainText('No integrity');
  await expect(inspector).toContainText('AES-256-CBC, fixed IV');
  await patchbay.checkAccessibility();
  expect(server.crashes, 'what would have ended the real server').toBe(0);
});

test('a message to somebody who is offline waits until they are online', async ({ patchbay }) => {
  const { page } = patchbay;
  const ada = await connect(page, 0, 'Ada');
  await composeAction(ada, 'Message a contact', { To: 'ben@example.com', Text: 'Are you there yet?' });
  await send(ada);
  const sent = logOf(ada).getByRole('row', { name: /sent contactChatMessage.*Are you there yet/ });
  await expect(sent.first()).toContainText('queued until online');
  await expect(ada.getByText('Queued 1', { exact: true })).toBeVisible();

  const ben = await connect(page, 1, 'Ben');
  await becomeContacts(page, ada, ben);
  await expect(sent.first()).toContainText('sent when online');
  await expect(ada.getByText('Queued 0', { exact: true })).toBeVisible();
  const received = logOf(ben).getByRole('row', { name: /received contactChatMessage.*Are you there yet/ });
  await expect(received).toContainText('opened');
});

/** Adds an account of the emulator by the form and waits until it is connected. */
async function connect(page: Page, index: number, name: string): Promise<Locator> {
  const settings = server.accounts[index]?.settings;
  const fields = {
    Server: String(settings?.server),
    'API path prefix': String(settings?.prefix),
    'E-mail': String(settings?.email),
    Password: String(settings?.password),
  };
  await addConnection(page, { service: 'Bowl', name, fields });
  const tile = tileOf(page, name);
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  await tile.getByRole('button', { name: 'Directory', exact: true }).click();
  return tile;
}

/** Ada asks, Ben accepts. */
async function becomeContacts(page: Page, ada: Locator, ben: Locator): Promise<void> {
  await composeAction(ada, 'Request contact', { 'E-mail': 'ben@example.com' });
  await send(ada);
  await takeOffer(page, logOf(ben).getByRole('row', { name: /Ada asks to be a contact/ }), 'Accept');
  await expect(logOf(ben).getByRole('row', { name: /sent acceptContactRequest/ })).toBeVisible();
}

/** Opens an entry in the inspector and takes up what it offers. */
async function takeOffer(page: Page, entry: Locator, offer: string): Promise<void> {
  await entry.click();
  const offers = page.getByRole('region', { name: 'What can be done with it' });
  await offers.getByRole('button', { name: offer, exact: true }).click();
}

function directory(tile: Locator): Locator {
  return tile.getByRole('region', { name: /^Directory of/ });
}

function contact(tile: Locator, name: string): Locator {
  return directory(tile)
    .getByRole('region', { name: /^Contacts/ })
    .getByRole('listitem')
    .filter({ hasText: name });
}
