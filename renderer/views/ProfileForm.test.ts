import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import type { Form } from '../../preload/contract/index.ts';
import App from '../App.svelte';
import { aConnection, aProfile, aService, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';

async function mount(bridge = new FakeBridge()) {
  const screen = await render(App, { props: { bridge } });
  await screen.getByRole('button', { name: 'New connection' }).click();
  const dialog = screen.getByRole('dialog');
  await expect.element(dialog).toBeVisible();
  return { bridge, screen, dialog };
}

describe('ProfileForm', () => {
  it('keeps what was typed when main refuses it, and focuses the first wrong field', async () => {
    const { bridge, dialog } = await mount();
    bridge.answer('profile:save', () => {
      const fields = { 'settings.url': 'Write https://, the host and the path.' };
      throw new FakeRefusal({ code: 'invalid-input', message: 'Some fields need attention.', fields });
    });
    await dialog.getByLabelText('Name', { exact: true }).fill('Mine');
    await dialog.getByLabelText('Server URL').fill('nonsense');
    await dialog.getByLabelText('Password', { exact: true }).fill('s3cret');
    await dialog.getByRole('button', { name: 'Save and connect' }).click();
    await expect.element(dialog.getByRole('alert')).toHaveTextContent('Some fields need attention.');
    await expect.element(dialog.getByLabelText('Server URL')).toHaveFocus();
    await expect.element(dialog.getByLabelText('Server URL')).toHaveValue('nonsense');
    await expect.element(dialog.getByLabelText('Name', { exact: true })).toHaveValue('Mine');
    await expect.element(dialog.getByLabelText('Password', { exact: true })).toHaveValue('s3cret');
  });

  it('says all that is missing at once', async () => {
    const { bridge, dialog } = await mount();
    bridge.answer('profile:save', () => {
      const fields = { 'draft.name': 'Give the profile a name' };
      throw new FakeRefusal({ code: 'invalid-input', message: 'Some fields need attention.', fields });
    });
    await dialog.getByRole('button', { name: 'Save and connect' }).click();
    await expect.element(dialog.getByLabelText('Server URL')).toHaveAccessibleDescription('This is needed');
    await expect.element(dialog.getByText('Give the profile a name')).toBeVisible();
    await expect.element(dialog.getByLabelText('Name', { exact: true })).toHaveFocus();
  });

  it('sends settings and secrets apart, and connects', async () => {
    const { bridge, screen, dialog } = await mount();
    const saved = aProfile({ name: 'Mine' });
    bridge.answer('profile:save', () => {
      bridge.emit('profile:changed', { profiles: [saved] });
      return saved;
    });
    await dialog.getByLabelText('Name', { exact: true }).fill('Mine');
    await dialog.getByLabelText('Server URL').fill('https://post.example');
    await dialog.getByLabelText('Password', { exact: true }).fill('s3cret');
    await dialog.getByRole('button', { name: 'Save and connect' }).click();
    await expect
      .poll(() => bridge.inputs('connection:open'))
      .toEqual([{ profile: saved.id, secrets: { password: 's3cret' } }]);
    expect(bridge.inputs('profile:save')[0]).toMatchObject({
      id: null,
      draft: { name: 'Mine', settings: { url: 'https://post.example', timeout: 20 }, keeping: 'keep' },
      secrets: { password: 's3cret' },
    });
    await expect.element(screen.getByRole('region', { name: 'Mine' })).toBeVisible();
  });

  it('connects anew what is connected, so that the change holds', async () => {
    const alice = aProfile({ name: 'Alice' });
    const connections = [aConnection(alice.id, { state: 'open', since: 1 })];
    const bridge = new FakeBridge({ profiles: [alice], connections });
    bridge.answer('profile:save', () => alice);
    const screen = await render(App, { props: { bridge } });
    await screen.getByRole('treeitem', { name: /Alice/ }).click();
    await userEvent.keyboard('{Control>}e{/Control}');
    await screen.getByRole('dialog').getByRole('button', { name: 'Save and connect' }).click();
    await expect.poll(() => bridge.inputs('connection:open')).toEqual([{ profile: alice.id, secrets: {} }]);
    const order = bridge.asked.map(({ name }) => name).filter((name) => /^(profile:save|connection)/.test(name));
    expect(order).toEqual(['profile:save', 'connection:close', 'connection:open']);
  });

  it('asks every time by default where there is no keychain, and says why', async () => {
    const notice = 'There is no keychain on this machine.';
    const { dialog } = await mount(new FakeBridge({ vault: { strength: 'obscured', backend: 'basic_text', notice } }));
    await expect.element(dialog.getByLabelText('Ask every time')).toBeChecked();
    await expect.element(dialog.getByLabelText('Keep obscured on this machine')).toBeEnabled();
    await expect.element(dialog.getByText(notice)).toBeVisible();
  });

  it('says what else is kept as secrets are', async () => {
    const remembers = 'The same goes for the key to the letter box.';
    const { dialog } = await mount(new FakeBridge({ services: [aService({ remembers })] }));
    await expect.element(dialog.getByText(remembers)).toBeVisible();
  });

  it('does not lose what was typed to the Escape key', async () => {
    const { screen, dialog } = await mount();
    await dialog.getByLabelText('Name', { exact: true }).fill('Mine');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog.getByRole('button', { name: 'Go on editing' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByLabelText('Name', { exact: true })).toHaveValue('Mine');
    await userEvent.keyboard('{Escape}');
    await dialog.getByRole('button', { name: 'Discard the changes' }).click();
    await expect.poll(() => screen.getByRole('dialog').query()).toBeNull();
    await expect.element(screen.getByRole('button', { name: 'New connection' })).toHaveFocus();
  });

  it('closes at once where nothing was written, whatever stands in the form', async () => {
    const inner = {
      name: 'fields',
      label: 'Fields',
      kind: 'text',
      language: 'json',
      required: false,
      default: '{}',
    } as const;
    const rows = { name: 'types', label: 'Types', kind: 'rows', required: false, fields: [inner] } as const;
    const settings: Form = [
      { ...rows, fields: [...rows.fields], default: [{ fields: '{"text":""}' }, { fields: '{}' }] },
      { name: 'note', label: 'Note', kind: 'text', required: false, default: 'a' },
    ];
    const { dialog } = await mount(new FakeBridge({ services: [aService({ settings })] }));
    await expect.element(dialog.getByRole('textbox', { name: 'Fields 2' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
  });

  it('lets one choose among several services', async () => {
    const loft = aService({ id: 'loft', title: 'Pigeon loft', summary: 'Birds with notes.' });
    const { dialog } = await mount(new FakeBridge({ services: [aService(), loft] }));
    await dialog.getByRole('button', { name: /Pigeon loft/ }).click();
    await expect.element(dialog.getByLabelText('Server URL')).toBeVisible();
    await expect.element(dialog.getByLabelText('Name', { exact: true })).toHaveFocus();
  });

  it('finds a service among many by what is typed', async () => {
    const services = Array.from({ length: 9 }, (_, index) =>
      aService({ id: `s${index}`, title: `Service ${index}`, summary: index === 7 ? 'Birds with notes.' : 'Letters.' }),
    );
    const { dialog } = await mount(new FakeBridge({ services }));
    await expect.element(dialog.getByLabelText('Find a service')).toHaveFocus();
    await userEvent.keyboard('zzz');
    await dialog.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => dialog.getByRole('listitem').elements().length).toBe(9);
    await dialog.getByLabelText('Find a service').fill('bird');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByLabelText('Server URL')).toBeVisible();
    await expect.element(dialog.getByText('Service 7')).toBeVisible();
  });

  it('offers other profiles where a field is one, and says which was deleted', async () => {
    const settings: Form = [
      { kind: 'profile', name: 'through', label: 'Log in through', required: true, services: ['post'] },
    ];
    const bob = aProfile({ name: 'Bob', folder: 'Work' });
    const alice = aProfile({ name: 'Alice', settings: { through: crypto.randomUUID() } });
    const bridge = new FakeBridge({
      services: [aService({ settings })],
      profiles: [alice, bob, aProfile({ service: 'loft', name: 'Carol' })],
    });
    bridge.answer('profile:save', () => alice);
    const screen = await render(App, { props: { bridge } });
    await screen.getByRole('treeitem', { name: /Alice/ }).click();
    await userEvent.keyboard('{Control>}e{/Control}');
    const dialog = screen.getByRole('dialog');
    const field = dialog.getByLabelText('Log in through');
    await expect.element(dialog.getByText(/is gone. Choose another/)).toBeVisible();
    const options = () => [...(field.element() as HTMLSelectElement).options].map(({ label }) => label);
    expect(options()).toEqual(['Choose…', 'A connection that was deleted', 'Bob (Work)']);
    await field.selectOptions('Bob (Work)');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => bridge.inputs('profile:save')[0]?.draft.settings).toEqual({ through: bob.id });
  });

  it('says how to come by a profile where there is none to choose', async () => {
    const settings: Form = [
      { kind: 'profile', name: 'through', label: 'Log in through', required: false, services: ['post'] },
    ];
    const { dialog } = await mount(new FakeBridge({ services: [aService({ settings })] }));
    await expect
      .element(dialog.getByText(/There is no connection to Post office yet. Add it with “New connection”/))
      .toBeVisible();
  });

  it('reports the connection test step by step and trusts a certificate by its fingerprint', async () => {
    const { bridge, dialog } = await mount();
    const fingerprint = Array(32).fill('AB').join(':');
    let finish: () => void = () => {};
    bridge.answer('connection:diagnose', ({ run }) => {
      const step = { id: 'tls', title: 'TLS', state: 'failed' as const, text: 'Nobody vouches for it.', facts: [] };
      bridge.emit('connection:diagnosed', { run, step: { ...step, state: 'running', text: 'Asking…' } });
      const facts = [{ name: 'Detail', value: `CN=post; SHA-256 ${fingerprint}` }];
      return new Promise((resolve) => (finish = () => resolve({ steps: [{ ...step, facts }] })));
    });
    await dialog.getByRole('button', { name: 'Test the connection' }).click();
    await expect.element(dialog.getByText('Asking…')).toBeVisible();
    finish();
    await dialog.getByRole('button', { name: 'Trust this certificate' }).click();
    await dialog.getByText('Network and TLS').click();
    await expect.element(dialog.getByLabelText('Trusted certificate')).toHaveValue(fingerprint);
  });
});
