import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import App from '../App.svelte';
import { anEmulator, aService, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';

const titles = ['Post office', 'Pigeon loft', 'Smoke signals', 'Drums', 'Semaphore'];
const emulators = titles.map((title) => anEmulator({ service: title, title: `${title} emulator` }));
const [post, loft] = emulators.map(({ id }) => id) as [string, string];

async function mount(running = emulators) {
  await page.viewport(700, 700);
  const services = titles.map((title) => aService({ id: title, title }));
  const bridge = new FakeBridge({ services, emulators: running });
  const screen = await render(App, { props: { bridge } });
  await screen.getByRole('button', { name: /^Demo/ }).click();
  const panel = screen.getByRole('dialog', { name: 'The demo' });
  await expect.element(panel).toBeVisible();
  return { bridge, screen, panel };
}

describe('EmulatorPanel', () => {
  it('makes the chosen server misbehave, and remembers how for each', async () => {
    const { bridge, panel } = await mount();
    await panel.getByRole('button', { name: 'End all lines with a reason' }).click();
    await panel.getByRole('checkbox', { name: 'Acknowledge nothing' }).click();
    await panel.getByLabelText('Server').selectOptions('Pigeon loft emulator');
    await expect.element(panel.getByRole('checkbox', { name: 'Acknowledge nothing' })).not.toBeChecked();
    await panel.getByRole('button', { name: 'Invalidate credentials' }).click();
    await panel.getByLabelText('Server').selectOptions('Post office emulator');
    await expect.element(panel.getByRole('checkbox', { name: 'Acknowledge nothing' })).toBeChecked();
    expect(bridge.inputs('emulator:fault')).toEqual([
      { id: post, fault: { fault: 'kick' } },
      { id: post, fault: { fault: 'no-acknowledgement', on: true } },
      { id: loft, fault: { fault: 'revoke' } },
    ]);
  });

  it('shows a switch as it was where the server does not take it', async () => {
    const { bridge, screen, panel } = await mount();
    bridge.answer('emulator:fault', () => {
      throw new FakeRefusal({ code: 'refused', message: 'This server acknowledges nothing anyway.' });
    });
    await panel.getByRole('checkbox', { name: 'Acknowledge nothing' }).click();
    await expect.element(screen.getByText('This server acknowledges nothing anyway.')).toBeVisible();
    await expect.element(panel.getByRole('checkbox', { name: 'Acknowledge nothing' })).not.toBeChecked();
  });

  it('stops one server, or all', async () => {
    const { bridge, panel } = await mount();
    await panel.getByLabelText('Server').selectOptions('Pigeon loft emulator');
    await panel.getByRole('button', { name: 'Stop this server' }).click();
    expect(bridge.inputs('emulator:stop')).toEqual([{ id: loft }]);
    await panel.getByRole('button', { name: 'Stop the demo' }).click();
    await expect.poll(() => bridge.inputs('emulator:stop').length).toBe(6);
  });

  it('needs no choice where one server runs, and goes with the last', async () => {
    const { bridge, screen, panel } = await mount(emulators.slice(0, 1));
    await expect.element(screen.getByRole('button', { name: 'Demo Post office emulator' })).toBeVisible();
    expect(panel.getByLabelText('Server').query()).toBeNull();
    bridge.emit('emulator:changed', { emulators: [] });
    await expect.poll(() => screen.getByRole('button', { name: /^Demo/ }).query()).toBeNull();
  });
});
