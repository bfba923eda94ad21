import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Entry } from '../../../preload/contract/index.ts';
import { anEntryRow, aProfile, aService, FakeBridge } from '../../fake-bridge.fixture.ts';
import { mountWith } from '../../mount.fixture.ts';
import Inspector from '../Inspector.svelte';
import Log from '../Log.svelte';

const alice = aProfile();
const row = anEntryRow({
  profile: alice.id,
  kind: 'produce',
  preview: 'Letter 1',
  signature: { state: 'wrong', reason: 'It differs.' },
});

async function mountLog() {
  const bridge = new FakeBridge({ profiles: [alice] });
  bridge.rows = [row];
  const props = { profiles: [alice.id], service: aService(), selected: null, onselect: () => {} };
  const view = await mountWith(bridge, Log, props);
  await expect.element(view.screen.getByText('Letter 1')).toBeVisible();
  return { ...view, bridge, box: view.screen.getByRole('combobox', { name: 'Filter the log' }) };
}

describe('SeenMenu', () => {
  it('asks for the value that was clicked with Alt, leaves out with Shift, and takes it back', async () => {
    const { screen, box, toasts, bridge } = await mountLog();
    await screen.getByText('produce').click({ modifiers: ['Alt'] });
    await expect.element(box).toHaveValue('kind=produce');
    await expect.poll(() => bridge.inputs('journal:watch').at(-1)?.filter).toBe('kind=produce');
    await screen.getByText('wrong signature').click({ modifiers: ['Alt', 'Shift'] });
    await expect.element(box).toHaveValue('kind=produce -verdict:wrong');
    expect(toasts.items.at(-1)?.text).toBe('Filter added: -verdict:wrong');
    toasts.items.at(-1)?.action?.run();
    await expect.element(box).toHaveValue('kind=produce');
  });

  it('offers it in a menu, with the other values of the row', async () => {
    const { screen, box } = await mountLog();
    await screen.getByText('produce').click({ button: 'right' });
    await expect.element(screen.getByRole('menuitem', { name: /^Without kind=produce/ })).toBeVisible();
    await screen.getByRole('menuitem', { name: /^Only kind=produce/ }).click();
    await expect.element(box).toHaveValue('kind=produce');
    await screen.getByText('Letter 1').click({ button: 'right' });
    await screen.getByRole('menuitem', { name: 'Without entries with' }).click();
    await screen
      .getByRole('menuitem', { name: '-from=alice@post.example' })
      .or(screen.getByText('from=alice@post.example'))
      .click();
    await expect.element(box).toHaveValue('kind=produce -from=alice@post.example');
  });

  it('knows where a value of the inspector stood in the message', async () => {
    const bridge = new FakeBridge({ profiles: [alice] });
    const args = JSON.stringify([{ body: { availability: 'dnd', 'odd key': 3 } }]);
    const entry: Entry = {
      row,
      payload: { args, binaries: [], size: args.length, cut: false },
      facts: [],
      related: [],
      offers: [],
      links: [],
    };
    bridge.answer('journal:entry', () => entry);
    const props = { entry: row.id, onselect: () => {}, onclose: () => {}, onperform: () => {} };
    const { screen } = await mountWith(bridge, Inspector, props);
    await screen.getByText('"dnd"').click({ button: 'right' });
    await expect.element(screen.getByRole('menuitem', { name: /^Only body\.availability=dnd/ })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await screen.getByText('3', { exact: true }).click({ button: 'right' });
    await expect.element(screen.getByRole('menuitem', { name: /^Only body\."odd key"=3/ })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await screen.getByText('body', { exact: true }).click({ button: 'right' });
    await expect.element(screen.getByRole('menuitem', { name: /^Only has:body/ })).toBeVisible();
  });
});
