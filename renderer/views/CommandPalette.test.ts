import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import App from '../App.svelte';
import { aProfile, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';

async function mount() {
  const bridge = new FakeBridge({ profiles: [aProfile({ name: 'Production' })] });
  const screen = await render(App, { props: { bridge } });
  await expect.element(screen.getByRole('treeitem', { name: /Production/ })).toBeVisible();
  return { bridge, screen };
}

describe('CommandPalette', () => {
  it('opens with Control and K, finds by letters in order and runs', async () => {
    const { bridge, screen } = await mount();
    await userEvent.keyboard('{Control>}k{/Control}');
    await screen.getByRole('combobox').fill('thmdark');
    await expect.element(screen.getByRole('option').first()).toHaveAccessibleName('Theme: dark View');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => bridge.inputs('preferences:save')).toContainEqual({ theme: 'dark' });
    expect(screen.getByRole('dialog').query()).toBeNull();
  });

  it('opens with F1 too, opens profiles and closes with Escape', async () => {
    const { screen } = await mount();
    await userEvent.keyboard('{F1}');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => screen.getByRole('dialog').query()).toBeNull();
    await userEvent.keyboard('{F1}');
    await screen.getByRole('combobox').fill('prod');
    await userEvent.keyboard('{Enter}');
    await expect.element(screen.getByRole('region', { name: 'Production' })).toBeVisible();
  });

  it('leaves out what cannot be done now', async () => {
    const { screen } = await mount();
    await userEvent.keyboard('{F1}');
    await screen.getByRole('combobox').fill('retry now');
    await expect.element(screen.getByText('Nothing is called like that.')).toBeVisible();
  });

  it('runs what the native menu chose', async () => {
    const { bridge, screen } = await mount();
    bridge.emit('menu:chosen', { command: 'settings:open' });
    await expect.element(screen.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  });

  it('shows and hides the statistics of the active tile', async () => {
    const { bridge, screen } = await mount();
    bridge.answer('statistics:watch', () => {
      throw new FakeRefusal({ code: 'not-found', message: 'Nothing is counted here.' });
    });
    await userEvent.keyboard('{F1}');
    await screen.getByRole('combobox').fill('prod');
    await userEvent.keyboard('{Enter}');
    const button = screen.getByRole('button', { name: 'Statistics' });
    for (const pressed of ['true', 'false']) {
      bridge.emit('menu:chosen', { command: 'statistics:toggle' });
      await expect.element(button).toHaveAttribute('aria-pressed', pressed);
    }
  });
});
