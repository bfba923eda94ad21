import { expect, type Page } from '@playwright/test';
import {
  compose,
  composeAction,
  filterLog,
  logOf,
  send,
  startDemo,
  tileOf,
} from '../../tests/journeys/console-page.ts';
import { directoryOf, inspect, inspector, shoot, showDirectory, showOnly } from './picture.ts';

/** Pictures of the demo: all of it, then each service. */
export async function takeDemo(page: Page): Promise<void> {
  await startDemo(page);
  await playApp2App(page);
  await shoot(page, 'console');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'console-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  // Early, while the welcome is the last thing that was said.
  await takePush(page);
  await takeApp2App(page);
  await takeCloudonix(page);
  await takeAppWebsocket(page);
  await takeBowl(page);
}

/** One message of each verdict, and one that Alice sent to Bob. */
async function playApp2App(page: Page): Promise<void> {
  const [alice, bob] = [tileOf(page, 'Alice (demo)'), tileOf(page, 'Bob (demo)')];
  for (const verdict of [/Mallory.*wrong signature/, /broken/, /locked/])
    await expect(logOf(bob).getByRole('row', { name: verdict }).first()).toBeAttached();
  await compose(alice, { content: 'Twelve pallets, please', key: 'order-12' }, { from: /\/alice$/, to: /\/bob$/ });
  await send(alice);
  await expect(logOf(alice).getByRole('row', { name: /sent produce.*Twelve pallets/ })).toContainText('delivered');
  await alice.getByText('From', { exact: true }).scrollIntoViewIfNeeded();
}

async function takeApp2App(page: Page): Promise<void> {
  const [, bob] = await showOnly(page, 'Alice (demo)', 'Bob (demo)');
  await shoot(page, 'app2app');
  if (!bob) return;
  const order = logOf(bob).getByRole('row', { name: /received .*Twelve pallets, please.*verified/ });
  await filterLog(bob, 'Twelve pallets');
  await order.first().click();
  await filterLog(bob, '');
  await expect(logOf(bob).getByRole('row').nth(4)).toBeVisible();
  await inspector(page).getByRole('tab', { name: 'Verdicts' }).click();
  await expect(inspector(page)).toContainText('RSA');
  await shoot(page, 'inspector');
  await takeConnectionTest(page);
}

async function takeConnectionTest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close the inspector' }).click();
  await page.getByRole('button', { name: 'More for Alice (demo)' }).click();
  await page.getByRole('menuitem', { name: 'Edit the profile' }).click();
  await page.getByRole('button', { name: 'Test the connection' }).click();
  const report = page.getByRole('region', { name: 'Connection test' });
  await expect(report.getByRole('listitem').filter({ hasText: 'Addressbook' })).toContainText('It lists');
  await report.scrollIntoViewIfNeeded();
  await shoot(page, 'connection-test');
  await page.keyboard.press('Escape');
}

async function takeCloudonix(page: Page): Promise<void> {
  const [nora] = await showOnly(page, 'Nora (demo)', 'Omar (demo)');
  if (nora) await showDirectory(nora);
  await shoot(page, 'cloudonix');
}

async function takePush(page: Page): Promise<void> {
  const [visitor] = await showOnly(page, 'Visitor (demo)');
  if (!visitor) return;
  await showDirectory(visitor);
  await composeAction(visitor, 'Send', { Text: 'Do you have charts of the North Sea?' });
  await send(visitor);
  await inspect(
    logOf(visitor)
      .getByRole('row', { name: /received message Welcome/ })
      .first(),
  );
  await shoot(page, 'push');
}

async function takeAppWebsocket(page: Page): Promise<void> {
  const [pbx, echo] = await showOnly(page, 'PBX', 'Echo app');
  if (!pbx || !echo) return;
  await showDirectory(pbx);
  await composeAction(echo, 'Send encrypted', {
    Message: '{"mt": "Echo", "api": "Chat", "encrypted": {"encrypted": "The PIN is 4711"}}',
  });
  await send(echo);
  await expect(logOf(echo).getByRole('row', { name: /sent Echo / })).toContainText('answered');
  await composeAction(pbx, 'Set presence', { Whose: 'jonas', Activity: 'busy', Note: 'In a meeting until three' });
  await send(pbx);
  await expect(directoryOf(pbx).getByText('busy: In a meeting until three')).toBeVisible();
  await shoot(page, 'appwebsocket');
}

async function takeBowl(page: Page): Promise<void> {
  const [ada, ben] = await showOnly(page, 'Ada (demo)', 'Ben (demo)');
  if (!ada || !ben) return;
  await showDirectory(ben);
  await composeAction(ada, 'Message a contact', { To: 'carol@example.com', Text: 'Is berth 4 still free?' });
  await send(ada);
  await expect(
    logOf(ada)
      .getByRole('row', { name: /sent contactChatMessage/ })
      .first(),
  ).toContainText(/acknowledged|queued/);
  await shoot(page, 'bowl');
}
