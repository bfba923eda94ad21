import type { Locator } from '@playwright/test';
import { authorization, Peer } from '../../main/services/plain/socket-io/peer.fixture.ts';
import { expect, test } from './console.ts';
import { addConnection, logOf, send, tileOf } from './console-page.ts';

for (const generation of [4, 2] as const) {
  test.describe(`any socket.io ${generation} server`, () => {
    let peer: Peer;
    test.beforeEach(async () => {
      peer = await Peer.start({ generation });
    });
    test.afterEach(() => peer.stop());

    test('three arguments go, an acknowledgement of two is shown whole, and a question of the server is answered', async ({
      patchbay,
    }) => {
      const { page } = patchbay;
      await addConnection(page, {
        service: 'Socket.IO',
        name: 'Sums',
        fields: {
          URL: `http://127.0.0.1:${peer.port}`,
          Namespace: '/chat',
          'Authorization header': authorization,
        },
      });
      const tile = tileOf(page, 'Sums');
      const log = logOf(tile);
      const inspector = page.getByRole('region', { name: 'Inspector' });
      await expect(tile.getByText('Connected', { exact: true })).toBeVisible();

      const event = tile.getByRole('combobox', { name: 'Event', exact: true });
      await event.fill('add');
      await addArgument(tile, 1, 'Number');
      await tile.getByRole('textbox', { name: 'Argument 1', exact: true }).fill('40');
      await addArgument(tile, 2, 'JSON');
      await tile.getByRole('textbox', { name: 'Argument 2', exact: true }).fill('{"b": 2}');
      await addArgument(tile, 3, 'Binary');
      await tile.getByRole('textbox', { name: 'Argument 3 as hex' }).fill('00 ff');
      await tile.getByRole('switch', { name: 'Ask for an acknowledgement' }).click();
      await patchbay.checkAccessibility();
      await send(tile);
      const sent = log.getByRole('row', { name: /sent add 40,\{"b":2\},2 B/ });
      await expect(sent).toContainText(/acknowledged \d[\d.]* (ms|s)/);

      await log.getByRole('row', { name: /received acknowledgement/ }).click();
      await inspector.getByRole('tab', { name: 'Arguments' }).click();
      const args = inspector.getByRole('list', { name: 'Arguments' }).getByRole('listitem');
      await expect(args).toHaveText([/1\s+number\s+40/, /2\s+list/]);
      const list = inspector.getByRole('tree');
      await expect(list).toContainText('3 items');
      await expect(list).toContainText(/b:\s*2/);
      await expect(list).toContainText('2 B');
      await inspector.getByRole('tab', { name: /^Related/ }).click();
      await expect(inspector.getByRole('listitem')).toHaveText([/sent\s+add/, /received\s+acknowledgement/]);
      await patchbay.checkAccessibility();

      await event.fill('ask');
      for (let row = 0; row < 3; row++) await tile.getByRole('button', { name: 'Remove row 1 of Arguments' }).click();
      await tile.getByRole('switch', { name: 'Ask for an acknowledgement' }).click();
      await send(tile);
      const question = log.getByRole('row', { name: /received question which\?/ });
      await expect(question).toContainText('asks for an answer');
      await question.click();
      await inspector.getByRole('tab', { name: 'Message' }).click();
      await inspector.getByRole('button', { name: 'Answer' }).click();
      await expect(tile.getByLabel('Action').locator('option:checked')).toHaveText('Answer');
      await addArgument(tile, 1, 'Text');
      await tile.getByRole('textbox', { name: 'Argument 1', exact: true }).fill('that one');
      await send(tile);
      await expect.poll(() => peer.received).toEqual([['that one']]);
      await expect(question).toContainText('answered');
      await expect(log.getByRole('row', { name: /sent acknowledgement that one/ })).toBeVisible();

      await tile.getByRole('button', { name: 'Directory', exact: true }).click();
      const events = tile.getByRole('region', { name: 'Directory of Sums' }).getByRole('listitem');
      await expect(events).toContainText(['add sent 1', 'ask sent 1', 'question received 1']);
      await patchbay.checkAccessibility();
    });
  });
}

async function addArgument(tile: Locator, number: number, form: string): Promise<void> {
  await tile.getByRole('button', { name: 'Add to Arguments' }).click();
  await tile.getByRole('combobox', { name: `Form of argument ${number}` }).selectOption(form);
}
