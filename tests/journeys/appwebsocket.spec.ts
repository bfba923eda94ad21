import type { Page } from '@playwright/test';
import { encrypt, sessionKey, sha256 } from '../../main/emulators/appwebsocket/cipher.ts';
import { startAppwebsocket } from '../../main/emulators/appwebsocket.ts';
import type { Emulator } from '../../main/emulators/emulator.ts';
import { expect, test } from './console.ts';
import { addConnection, addProfile, composeAction, fillIn, logOf, send, tileOf } from './console-page.ts';

const service = 'innovaphone AppWebsocket';
const echo = 'echo@example.com';

let server: Emulator;
test.beforeEach(async () => {
  server = await startAppwebsocket({ port: 0 });
});
test.afterEach(() => server.stop());

test('an app service lets in through the profile of a PBX, which connects by itself; encrypted texts are opened', async ({
  patchbay,
}) => {
  const { page } = patchbay;
  await addProfile(page, { service, name: 'Office PBX', fields: pbxFields() });
  const pbx = tileOf(page, 'Office PBX');
  await expect(pbx.getByText('Not connected', { exact: true })).toBeVisible();
  await addConnection(page, {
    service,
    name: 'Echo',
    choices: { 'Log in': 'Through another profile, a PBX', PBX: 'Office PBX' },
    fields: { Address: echoAddress(), 'Name of the service': echo },
  });
  const app = tileOf(page, 'Echo');
  await expect(app.getByText('Connected', { exact: true })).toBeVisible();
  await expect(logOf(app).getByRole('row', { name: /note open Logged in as patchbay/ })).toBeVisible();
  await expect(pbx.getByText('Connected', { exact: true })).toBeVisible();
  await expect(logOf(pbx).getByRole('row', { name: /sent GetServiceLogin/ })).toContainText('answered');
  await patchbay.checkAccessibility();

  await composeAction(app, 'Send encrypted', {
    Message: '{"mt": "Echo", "api": "Chat", "encrypted": {"encrypted": "The PIN is 4711, Grüße"}}',
  });
  await send(app);
  await expect(logOf(app).getByRole('row', { name: /sent Echo / })).toContainText('answered');
  await logOf(app)
    .getByRole('row', { name: /received EchoResult/ })
    .click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).not.toContainText('4711');
  await inspector.getByRole('button', { name: 'Open “encrypted”', exact: true }).click();
  await expect(inspector).toContainText('The PIN is 4711, Grüße');
  await expect(logOf(app).getByRole('row', { name: /received EchoResult/ })).toContainText('opened');
  await patchbay.checkAccessibility();
});

test('by hand: the tile shows the challenge, and takes a login that was made for it', async ({ patchbay }) => {
  const { page } = patchbay;
  const { App } = pbxFields();
  await addConnection(page, {
    service,
    name: 'By hand',
    choices: { 'Log in': 'By hand: ask me with the challenge' },
    fields: { Address: server.url, App },
  });
  const tile = tileOf(page, 'By hand');
  const question = tile.getByRole('form', { name: 'Log in by hand' });
  await expect(question).toBeVisible();
  await patchbay.checkAccessibility();
  const wrong = await challengeIn(page);
  await question.getByLabel('Digest', { exact: true }).fill('nonsense');
  await question.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(question).toContainText('A digest has 64 hexadecimal digits');
  await question.getByLabel('Digest', { exact: true }).fill(sha256('something else'));
  await question.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(tile.getByText('Failed', { exact: true })).toBeVisible();

  await tile.getByRole('button', { name: 'Try again' }).click();
  await expect(question).toBeVisible();
  const challenge = await challengeIn(page);
  expect(challenge).not.toBe(wrong);
  const login = { domain: 'example.com', sip: 'erika', guid: '', dn: 'Erika Müller', info: '{"cn":"Erika"}' };
  const key = sessionKey(challenge, password());
  await fillIn(question, {
    Domain: login.domain,
    'SIP name': login.sip,
    'Display name': login.dn,
    Info: login.info,
    Digest: sha256([App, ...Object.values(login), challenge, password()].join(':')),
    'Session key': key,
  });
  await question.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  await expect(logOf(tile).getByRole('row', { name: /note open Logged in as erika/ })).toBeVisible();

  await composeAction(tile, 'Encrypt', { Text: 'with the key of the login', Seed: 'a seed' });
  await send(tile);
  const encrypted = encrypt(key, 'a seed', 'with the key of the login');
  await expect(logOf(tile).getByRole('row', { name: new RegExp(`note encrypted ${encrypted}`) })).toBeVisible();
});

test('a refused login shows what its digest was made of, without the password', async ({ patchbay }) => {
  const { page } = patchbay;
  await addConnection(page, {
    service,
    name: 'Refused',
    fields: { ...pbxFields(), Domain: '', Password: 'correct horse battery' },
  });
  const tile = tileOf(page, 'Refused');
  await expect(tile.getByText('The server does not accept the login.').first()).toBeVisible();
  await tile.getByText('What exactly was answered').click();
  const answered = tile.locator('details');
  for (const line of ['app: patchbay', 'domain: (empty)', 'sip: patchbay', 'info: (absent)', 'password: •••'])
    await expect(answered).toContainText(line);
  await expect(answered).toContainText(/challenge: \d{10}/);
  await patchbay.checkAccessibility();
  await logOf(tile)
    .getByRole('row', { name: /note login refused/ })
    .click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('(empty)');
  await expect(page.getByText('correct horse battery')).toHaveCount(0);
});

/** Of the emulator's app object at the PBX, by the labels of the form. */
function pbxFields() {
  const { app, domain, sip } = server.accounts[0]?.settings ?? {};
  return {
    Address: server.url,
    Password: password(),
    App: String(app),
    Domain: String(domain),
    'SIP name': String(sip),
  };
}

const password = () => String(server.accounts[0]?.settings.password);
const echoAddress = () => String(server.accounts[1]?.settings.url);

/** The challenge that a tile asks with. */
async function challengeIn(page: Page): Promise<string> {
  const question = page.getByRole('form', { name: 'Log in by hand' });
  const fact = question.locator('dt', { hasText: 'Challenge' }).locator('+ dd');
  return (await fact.innerText()).trim();
}
