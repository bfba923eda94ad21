import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import type { Exported, ExportPreview } from '../../preload/contract/index.ts';
import App from '../App.svelte';
import { aConnection, anEntryRow, aProfile, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';

const alice = aProfile();
const preview: ExportPreview = {
  entries: 3400,
  looked: 2000,
  findings: [{ kind: 'email', count: 7, examples: [{ masked: 'ali•••org', alias: 'person-1@example.invalid' }] }],
  sealed: 2,
  opaque: 0,
  beginning: '{"patchbay":"journal"}\n',
};

async function mount(prepare: (bridge: FakeBridge) => void = () => {}) {
  await page.viewport(1000, 900);
  const bridge = new FakeBridge({ profiles: [alice], connections: [aConnection(alice.id)] });
  bridge.rows = [anEntryRow({ profile: alice.id })];
  bridge.answer('export:preview', () => preview);
  prepare(bridge);
  const screen = await render(App, { props: { bridge } });
  await screen.getByRole('treeitem', { name: /Alice/ }).click();
  await expect.element(screen.getByRole('grid')).toBeVisible();
  await userEvent.keyboard('{Control>}{Shift>}e{/Shift}{/Control}');
  const dialog = screen.getByRole('dialog', { name: 'Export' });
  await expect.element(dialog).toBeVisible();
  return { bridge, screen, dialog };
}

describe('ExportDialog', () => {
  it('shows what would go, and asks for what is chosen', async () => {
    const { bridge, dialog } = await mount();
    await expect.element(dialog.getByText('7 e-mail addresses')).toBeVisible();
    await expect.element(dialog.getByText(/person-1@example.invalid/)).toBeVisible();
    await expect.element(dialog.getByText(/2 entries with sealed content/)).toBeVisible();
    await expect.element(dialog.getByText(/, 2,000 of them were looked at/)).toBeVisible();
    await dialog.getByRole('radio', { name: /Markdown/ }).click();
    await dialog.getByRole('switch', { name: /Replace persons/ }).click();
    await expect.element(dialog.getByText(/Everything goes as it is/)).toBeVisible();
    const { id: _, ...asked } = bridge.inputs('export:preview').at(-1) ?? {};
    expect(asked).toEqual({
      ...{ profiles: [alice.id], filter: '', fold: false, from: null, to: null },
      ...{ format: 'markdown', redact: false },
    });
  });

  it('is about the tile from whose menu it was asked for', async () => {
    await page.viewport(1000, 900);
    const bob = aProfile({ name: 'Bob' });
    const bridge = new FakeBridge({
      profiles: [alice, bob],
      connections: [aConnection(alice.id), aConnection(bob.id)],
    });
    bridge.answer('export:preview', () => preview);
    const screen = await render(App, { props: { bridge } });
    for (const name of [/Alice/, /Bob/]) await screen.getByRole('treeitem', { name }).click();
    await screen.getByRole('button', { name: 'More for Alice' }).click();
    await screen.getByRole('menuitem', { name: /^Export the log/ }).click();
    await expect.element(screen.getByText(/^The log of Alice/)).toBeVisible();
    expect(bridge.inputs('export:preview').at(-1)?.profiles).toEqual([alice.id]);
  });

  it('tells how far it is, can be cancelled, and says where the file is', async () => {
    let end: (result: Exported) => void = () => {};
    const { bridge, dialog } = await mount((bridge) =>
      bridge.answer('export:start', () => new Promise((resolve) => (end = resolve))),
    );
    await dialog.getByRole('button', { name: 'Save…' }).click();
    await expect.element(dialog.getByText(/Choosing where/)).toBeVisible();
    const id = bridge.inputs('export:start')[0]?.id ?? '';
    bridge.emit('export:changed', { id, done: 1200, total: 3400 });
    await expect.element(dialog.getByText(/1,200 of 3,400 entries written/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel the export' }).click();
    await expect.poll(() => bridge.inputs('export:cancel').at(-1)).toEqual({ id });
    end({ state: 'cancelled' });
    await dialog.getByRole('button', { name: 'Save…' }).click();
    end({ state: 'saved', path: '/home/me/Downloads/Alice.ndjson', entries: 3400 });
    await expect.element(dialog.getByText(/Downloads.Alice\.ndjson/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
  });

  it('says why a file could not be written, and lets one try again', async () => {
    const { dialog } = await mount((bridge) =>
      bridge.answer('export:start', () => {
        throw new FakeRefusal({ code: 'failed', message: 'The file could not be written.', details: 'ENOSPC' });
      }),
    );
    await dialog.getByRole('button', { name: 'Save…' }).click();
    await expect.element(dialog.getByText(/could not be written/)).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Save…' })).toBeEnabled();
  });
});
