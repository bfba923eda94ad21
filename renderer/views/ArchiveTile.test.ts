import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import type { Archive } from '../../preload/contract/index.ts';
import App from '../App.svelte';
import { anEntryRow, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';

const archive: Archive = {
  id: crypto.randomUUID(),
  number: 1,
  name: 'theirs.ndjson',
  entries: 1,
  refused: { count: 1, examples: [{ where: 'Line 3', reason: 'Not JSON' }] },
  profiles: [{ id: crypto.randomUUID(), name: 'Theirs', service: 'post' }],
};

async function mount(prepare: (bridge: FakeBridge) => void = () => {}) {
  await page.viewport(1000, 800);
  const bridge = new FakeBridge();
  bridge.rows = [anEntryRow({ profile: archive.profiles[0]?.id ?? '', preview: 'what they saw' })];
  bridge.answer('archive:begin', () => ({ id: archive.id }));
  bridge.answer('archive:finish', () => {
    bridge.emit('archive:changed', { archives: [archive] });
    return { archive };
  });
  bridge.answer('archive:close', () => {
    bridge.emit('archive:changed', { archives: [] });
    return {};
  });
  prepare(bridge);
  const screen = await render(App, { props: { bridge } });
  await expect.element(screen.getByText('Open a log file')).toBeVisible();
  const drop = (content: string, name = 'theirs.ndjson') => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], name));
    document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  };
  return { bridge, screen, drop };
}

describe('a log file that is dropped', () => {
  it('is shown read only until its tile is closed, and says what could not be read', async () => {
    const { bridge, screen, drop } = await mount();
    drop('{"patchbay":"journal"}'.padEnd(1_500_000));
    const tile = screen.getByRole('region', { name: 'theirs.ndjson' });
    await expect.element(tile.getByText('Read only')).toBeVisible();
    await expect.element(tile.getByText('what they saw')).toBeVisible();
    await expect.element(screen.getByText(/1 entry of “theirs.ndjson” could not be read/)).toBeVisible();
    expect(bridge.inputs('archive:begin')).toEqual([{ name: 'theirs.ndjson', size: 1_500_000 }]);
    expect(bridge.inputs('archive:write').map(({ base64 }) => atob(base64).length)).toEqual([1_000_000, 500_000]);
    await screen
      .getByRole('button', { name: /^Close/ })
      .first()
      .click();
    await expect.poll(() => bridge.inputs('archive:close')).toEqual([{ id: archive.id }]);
  });

  it('says why it cannot be opened', async () => {
    const { screen, drop } = await mount((bridge) =>
      bridge.answer('archive:finish', () => {
        throw new FakeRefusal({ code: 'failed', message: 'There is nothing to show.' });
      }),
    );
    drop('{"log":{}}', 'named.badly');
    await expect.element(screen.getByText('There is nothing to show.')).toBeVisible();
  });
});
