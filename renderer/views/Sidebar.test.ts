import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import App from '../App.svelte';
import { aConnection, aProfile, FakeBridge } from '../fake-bridge.fixture.ts';

const alice = aProfile({ name: 'Alice' });
const bob = aProfile({ name: 'Bob', folder: 'Work' });
const carol = aProfile({ name: 'Carol', folder: 'Work' });

async function mount() {
  const bridge = new FakeBridge({
    profiles: [alice, bob, carol],
    connections: [aConnection(alice.id, { state: 'open', since: 1 })],
  });
  const screen = await render(App, { props: { bridge } });
  const row = (name: string | RegExp) => screen.getByRole('treeitem', { name });
  await expect.element(row(/Alice/)).toBeVisible();
  return { bridge, screen, row };
}

describe('Sidebar', () => {
  it('says the state of each profile in words', async () => {
    const { row } = await mount();
    await expect.element(row(/Alice/).getByText('Connected', { exact: true })).toBeInTheDocument();
    await expect.element(row(/Bob/).getByText('Not connected', { exact: true })).toBeInTheDocument();
  });

  it('walks with arrows, folds folders and connects with Enter', async () => {
    const { bridge, row } = await mount();
    await row(/Alice/).click();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(row(/Work/)).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect
      .poll(() => bridge.inputs('preferences:save').map((saved) => saved.foldedFolders))
      .toContainEqual(['Work']);
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(row(/Bob/)).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => bridge.inputs('connection:open')).toEqual([{ profile: bob.id, secrets: {} }]);
  });

  it('renames in place with F2 and gives up with Escape', async () => {
    const { bridge, screen, row } = await mount();
    bridge.answer('profile:save', () => alice);
    await row(/Alice/).click();
    await userEvent.keyboard('{F2}');
    await screen.getByLabelText('New name').fill('Somebody');
    await userEvent.keyboard('{Escape}');
    expect(bridge.inputs('profile:save')).toEqual([]);
    await expect.element(row(/Alice/)).toHaveFocus();
    await userEvent.keyboard('{F2}');
    await screen.getByLabelText('New name').fill('Alicia');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => bridge.inputs('profile:save').map((saved) => saved.draft.name)).toEqual(['Alicia']);
  });

  it('deletes with Delete and takes it back', async () => {
    const { bridge, screen, row } = await mount();
    await row(/Carol/).click();
    await userEvent.keyboard('{Delete}');
    await screen.getByRole('button', { name: 'Undo' }).click();
    expect(bridge.inputs('profile:remove')).toEqual([{ id: carol.id }]);
    expect(bridge.inputs('profile:restore')).toEqual([{ id: carol.id }]);
  });

  it('moves with Alt and the arrows', async () => {
    const { bridge, row } = await mount();
    await row(/Bob/).click();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect
      .poll(() => bridge.inputs('profile:arrange').map(({ order }) => order.map((item) => item.id)))
      .toEqual([[alice.id, carol.id, bob.id]]);
  });

  it('filters, and says so when nothing matches', async () => {
    const { screen, row } = await mount();
    await screen.getByLabelText('Filter profiles').fill('caro');
    await expect.element(row(/Carol/)).toBeVisible();
    expect(row(/Alice/).query()).toBeNull();
    await screen.getByLabelText('Filter profiles').fill('zzz');
    await screen.getByRole('button', { name: 'Clear the filter' }).click();
    await expect.element(row(/Alice/)).toBeVisible();
  });
});
