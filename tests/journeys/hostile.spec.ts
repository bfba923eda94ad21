import { expect, test } from './console.ts';
import { addConnection, logOf, tileOf } from './console-page.ts';
import { type Peer, startPeer } from './peer.ts';

let peer: Peer;
test.beforeEach(async () => {
  peer = await startPeer({ generation: 4, dialect: 'headers', password: 'right' });
});
test.afterEach(() => peer.stop());

const markup = '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';
const bidi = 'pay \u202e00.1 EUR\u202c \u0000\u001b[31m\u200b end';

test('rule 12: what a hostile server sends is data: shown, kept, never run; the console stays in hand', async ({
  patchbay,
}) => {
  test.setTimeout(120_000);
  const { page } = patchbay;
  const tile = tileOf(page, 'Hostile');
  const log = logOf(tile);
  await addConnection(page, {
    service: 'App2App Messaging',
    name: 'Hostile',
    fields: { Endpoint: peer.url, 'App credential user': 'user', 'App credential password': 'right' },
  });
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();

  const bait = JSON.parse(
    '{"headers":{"from":"__proto__","to":"constructor"},"__proto__":{"polluted":true},"content":"bait"}',
  );
  peer.emit('data', { headers: { from: markup, to: bidi }, content: markup }, markup, 1);
  peer.emit('data', bait, '__proto__', 2);
  peer.emit('data', { headers: {}, content: bidi }, bidi, 3);
  peer.emit('__proto__', 'odd event');
  peer.emit('never-heard-of', 1, null, [true], { deep: { deeper: 'unknown event' } });
  peer.emit('data', Buffer.from([0, 255, 1, 254]), 'binary-key', 4);
  peer.emit('message', Buffer.from('bytes where text is expected'), Buffer.from([9]), 'not a time');
  peer.emit('delivery-report', 'not json {');
  peer.emit('exception', { message: markup });
  peer.raw(`2/api/v1,["data",${'['.repeat(100_000)}"bottom"${']'.repeat(100_000)},"deep",5]`);

  for (const text of [
    /bait/,
    /odd event/,
    /never-heard-of/,
    /binary-key|4 B/,
    /bytes where text/,
    /not json/,
    /\[{50}/,
  ]) {
    await expect(log.getByRole('row', { name: text }).first()).toBeAttached();
  }
  await log
    .getByRole('row', { name: /00\.1 EUR/ })
    .last()
    .click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('U+202E');
  await log.getByRole('row', { name: /received __proto__/ }).click();
  await inspector.getByRole('tab', { name: 'Arguments' }).click();
  await expect(inspector).toContainText('odd event');

  const huge = 50_000_000;
  peer.emit('data', 'h'.repeat(huge), 'huge', 6);
  const row = log.getByRole('row', { name: /hhhhhhhh/ });
  await expect(row).toBeVisible({ timeout: 60_000 });
  await log.press('End');
  await row.click();
  await expect(inspector).toContainText(/first .* shown/);
  await tile.getByRole('combobox', { name: 'Filter the log' }).fill('never-heard-of');
  await expect(tile.getByText('1 hit', { exact: true })).toBeVisible();

  const state = await page.evaluate(() => ({ polluted: Reflect.get({}, 'polluted'), title: document.title }));
  expect(state).toEqual({ polluted: undefined, title: 'Patchbay' });
  await tile.getByRole('button', { name: 'Disconnect' }).click();
  await expect(tile.getByText('Closed', { exact: true })).toBeVisible();
  await patchbay.checkAccessibility();
});
