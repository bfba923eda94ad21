import type { Locator } from '@playwright/test';
import { startCloudonix } from '../../main/emulators/cloudonix.ts';
import type { Emulator } from '../../main/emulators/emulator.ts';
import { expect, test } from './console.ts';
import { addConnection, composeAction, connect, filterLog, logOf, send, tileOf } from './console-page.ts';

let service: Emulator;
test.beforeEach(async () => {
  service = await startCloudonix({ port: 0 });
});
test.afterEach(() => service.stop());

test('a token that is invalidated is asked for anew, and kept', async ({ patchbay }) => {
  let page = patchbay.page;
  await addConnection(page, {
    service: 'Cloudonix API.Messaging',
    name: 'Nora',
    fields: { 'Base URL': setting('url'), 'Bearer token': setting('token') },
    choices: { 'Announce on connecting': 'available' },
    kept: true,
  });
  let tile = tileOf(page, 'Nora');
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  await writeToPia(tile, 'Are you there?', 1);

  await service.commit({ fault: 'revoke' });
  const question = tile.getByRole('form', { name: 'New bearer token' });
  await expect(question).toContainText('does not accept the token any more');
  await expect(question).toContainText('HTTP 401');
  await expect(tile.getByText('Needs an answer')).toBeVisible();
  await patchbay.checkAccessibility();
  await answer(question, 'XInot-a-token-of-this-service');
  await expect(tile.getByText('Failed', { exact: true })).toBeVisible();
  await expect(tile.getByText('The service does not accept the token (HTTP 401).').first()).toBeVisible();

  const token = await newToken();
  await connect(tile);
  await answer(question, token);
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  await expect(question).toBeHidden();
  await filterLog(tile, 'new token');
  await expect(logOf(tile).getByRole('row', { name: /note new token Given by you/ })).toHaveCount(2);
  await writeToPia(tile, 'Here I am again.', 2);
  await expect(page.locator('body')).not.toContainText(token);

  page = await patchbay.restart();
  tile = tileOf(page, 'Nora');
  await connect(tile);
  await writeToPia(tile, 'And once more.', 3);
});

test('with a token command a new token comes by itself', async ({ patchbay }) => {
  const { page } = patchbay;
  await addConnection(page, {
    service: 'Cloudonix API.Messaging',
    name: 'Nora',
    fields: {
      'Base URL': setting('url'),
      'Token command: address': setting('tokenUrl'),
      Body: setting('tokenBody'),
      'Where the token is': setting('tokenPath'),
    },
    choices: { 'Announce on connecting': 'available' },
  });
  const tile = tileOf(page, 'Nora');
  const renewals = logOf(tile).getByRole('row', { name: /note new token By the token command/ });
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  await expect(renewals).toHaveCount(1);
  await writeToPia(tile, 'Are you there?', 1);

  await filterLog(tile, 'new token');
  await service.commit({ fault: 'revoke' });
  await expect(renewals).toHaveCount(2);
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  await writeToPia(tile, 'Here I am again.', 2);

  await tile.getByRole('button', { name: 'Directory', exact: true }).click();
  const directory = tile.getByRole('region', { name: 'Directory of Nora' });
  await expect(directory.getByRole('heading', { name: 'Channels 2' })).toBeVisible();
  await expect(directory.getByRole('listitem').filter({ hasText: 'quentin' }).first()).toContainText('dnd: In a call');
  await patchbay.checkAccessibility();
});

/** Sends a direct message, which is read and answered: by the `nth` answer in the log. */
async function writeToPia(tile: Locator, text: string, nth: number): Promise<void> {
  const answers = logOf(tile).getByRole('row', { name: /received direct-message .*pia to nora/ });
  await filterLog(tile, 'direct-message');
  await composeAction(tile, 'Send', { Message: JSON.stringify({ type: 'direct-message', to: 'pia', text }) });
  await send(tile);
  const sent = logOf(tile).getByRole('row', { name: new RegExp(`sent direct-message ${text.replace(/\W/g, '.')}`) });
  await expect(sent).toContainText('acknowledged');
  await expect(sent).toContainText('read');
  await expect(answers).toHaveCount(nth);
}

async function answer(question: Locator, token: string): Promise<void> {
  await question.getByLabel('Bearer token', { exact: true }).fill(token);
  await question.getByRole('button', { name: 'Connect' }).click();
}

function setting(name: string): string {
  return String(service.accounts[0]?.settings[name]);
}

async function newToken(): Promise<string> {
  const response = await fetch(setting('tokenUrl'), { method: 'POST', body: setting('tokenBody') });
  const { authorization } = (await response.json()) as { authorization: { tokens: { value: string }[] } };
  return authorization.tokens[0]?.value ?? '';
}
