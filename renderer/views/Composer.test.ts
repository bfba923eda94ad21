import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Connection, Preview } from '../../preload/contract/index.ts';
import { aConnection, anEntryRow, aProfile, aService, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';
import { anIdentity, aPeer } from '../keyring.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import type { FormValue } from '../parts/form-values.ts';
import Composer from './Composer.svelte';

const alice = aProfile();
const open: Connection = aConnection(alice.id, { state: 'open', since: 1 });

const emptyDraft: { action: string; input: FormValue } = {
  action: 'send',
  input: { content: { as: 'text', text: '' } },
};

async function mount(bridge: FakeBridge, { connection = open, service = aService(), draft = emptyDraft } = {}) {
  const shown: number[] = [];
  const props = {
    profile: alice,
    service,
    connection,
    draft,
    onselect: (entry: number) => shown.push(entry),
  };
  const view = await mountWith(bridge, Composer, props, { width: 560, height: 480 });
  return {
    ...view,
    shown,
    to: view.screen.getByLabelText('To'),
    send: view.screen.getByRole('button', { name: 'Send' }),
  };
}

describe('Composer', () => {
  it('sends with Ctrl+Enter and shows what became of it', async () => {
    const bridge = new FakeBridge();
    bridge.answer('connection:perform', () => ({ entry: 12 }));
    const { screen, to, shown } = await mount(bridge);
    await to.fill('bob');
    await screen.getByRole('textbox', { name: 'Content' }).fill('Grüße');
    await expect.element(screen.getByText('7 B')).toBeVisible();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(screen.getByText('Sent.')).toBeVisible();
    expect(bridge.inputs('connection:perform')).toEqual([
      { profile: alice.id, action: 'send', input: { to: 'bob', content: { as: 'text', text: 'Grüße' } } },
    ]);
    const steps = [{ name: 'acknowledged', after: 12, tone: 'good' as const }];
    bridge.emit('journal:revised', { view: crypto.randomUUID(), rows: [anEntryRow({ id: 12, steps })] });
    await expect.element(screen.getByText(/^acknowledged/)).toBeVisible();
    await screen.getByRole('button', { name: 'Show entry' }).click();
    expect(shown).toEqual([12]);
  });

  it('keeps what was typed when it is refused, and says what is wrong at the field', async () => {
    const bridge = new FakeBridge();
    bridge.answer('connection:perform', () => {
      throw new FakeRefusal({
        code: 'invalid-input',
        message: 'It cannot be sent.',
        fields: { to: 'No such address.' },
      });
    });
    const { screen, to, send } = await mount(bridge);
    await to.fill('nobody');
    await send.click();
    await expect.element(screen.getByText('It cannot be sent.')).toBeVisible();
    await expect.element(to).toHaveAccessibleDescription('No such address.');
    await expect.element(to).toHaveFocus();
    await expect.element(to).toHaveValue('nobody');
  });

  it('says why nothing can be sent', async () => {
    const { screen, send } = await mount(new FakeBridge(), { connection: aConnection(alice.id) });
    await expect.element(send).toBeDisabled();
    await expect.element(screen.getByText('Not connected: connect first.')).toBeVisible();
  });

  it('brings back what was sent', async () => {
    const bridge = new FakeBridge();
    bridge.answer('connection:perform', () => ({ entry: null, text: 'Done.' }));
    const { screen, to, send } = await mount(bridge);
    for (const name of ['bob', 'carol']) {
      await to.fill(name);
      await send.click();
      await expect.element(screen.getByText('Done.')).toBeVisible();
    }
    await to.fill('');
    to.element().focus();
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    await expect.element(to).toHaveValue('carol');
    await screen.getByRole('button', { name: 'What was sent' }).click();
    await screen.getByRole('menuitem', { name: /bob/ }).click();
    await expect.element(to).toHaveValue('bob');
  });

  it('begins with the first action, and keeps what was typed there while another is looked at', async () => {
    const [letter] = aService().actions;
    const about = 'Let nobody reach us for a while.';
    const rest = { id: 'rest', title: 'Rest', summary: about, form: [], preview: false };
    const service = aService({ actions: letter ? [letter, rest] : [] });
    const { screen, to } = await mount(new FakeBridge(), { service, draft: { action: '', input: {} } });
    await to.fill('bob');
    await screen.getByLabelText('Action').selectOptions('rest');
    await expect.element(screen.getByText(about).first()).toBeVisible();
    await screen.getByLabelText('Action').selectOptions('send');
    await expect.element(to).toHaveValue('bob');
  });

  it('fills in what there is only one choice for, once', async () => {
    const bridge = new FakeBridge();
    const item = { kind: 'address', title: 'Bob', badges: [], counters: [], offers: [] };
    const id = 'post://offices/north-west-and-beyond/d/bob';
    bridge.answer('directory:list', () => ({ items: [{ ...item, id }] }));
    const { screen, to } = await mount(bridge);
    await expect.element(to).toHaveValue(id);
    await expect.element(screen.getByText('Bob', { exact: true })).toBeVisible();
    await to.fill('');
    bridge.emit('directory:changed', {
      profile: alice.id,
      reset: false,
      put: [{ ...item, id, badges: ['away'] }],
      removed: [],
    });
    await expect.element(to).toHaveValue('');
  });

  it('completes from the directory', async () => {
    const bridge = new FakeBridge();
    const item = { kind: 'address', id: 'bob@post.example', title: 'Bob', badges: [], counters: [], offers: [] };
    bridge.answer('directory:list', () => ({ items: [item] }));
    const { to } = await mount(bridge);
    const list = () => document.getElementById(to.element().getAttribute('list') ?? '');
    await expect.poll(() => list()?.querySelector('option')?.value).toBe('bob@post.example');
  });

  it('completes from the keyring', async () => {
    const bridge = new FakeBridge({ keyring: [anIdentity('alice'), anIdentity('alice'), aPeer('bob')] });
    const field = (name: string, suggest: string) =>
      ({ kind: 'text', name, label: name, required: true, suggest }) as const;
    const form = [field('signer', 'keyring:identity'), field('reader', 'keyring:certificate')];
    const action = { id: 'seal', title: 'Seal', summary: '', preview: false, form };
    const { screen } = await mount(bridge, {
      service: aService({ actions: [action] }),
      draft: { action: 'seal', input: {} },
    });
    const offered = (label: string) => {
      const list = screen.getByLabelText(label).element().getAttribute('list') ?? '';
      return [...document.querySelectorAll<HTMLOptionElement>(`#${CSS.escape(list)} option`)].map(({ value }) => value);
    };
    const [alices, bobs] = ['post://office/alice', 'post://office/bob'];
    await expect.element(screen.getByLabelText('signer')).toBeVisible();
    expect([offered('signer'), offered('reader')]).toEqual([[alices], [alices, bobs]]);
    // One identity only is no reason to fill it in.
    await expect.element(screen.getByLabelText('signer')).toHaveValue('');
  });

  describe('previews what would be sent', () => {
    const [letter] = aService().actions;
    const service = aService({ actions: letter ? [{ ...letter, preview: true }] : [] });
    const shown: Preview = {
      kind: 'letter',
      payload: {
        args: '[{"to":"bob","signature":null},"key"]',
        binaries: [{ path: [0, 'signature'], base64: 'AQID', size: 3 }],
        size: 40,
        cut: false,
      },
      facts: [{ name: 'Signed by', value: 'alice' }],
      marks: ['broken on purpose: wrong key'],
      limit: { bytes: 245, text: 'The post office takes no more.' },
    };

    it('and says when that is out of date, and makes it anew when it is asked to', async () => {
      const bridge = new FakeBridge();
      bridge.answer('connection:preview', () => shown);
      const { screen, to } = await mount(bridge, { service });
      await to.fill('bob');
      await screen.getByRole('button', { name: 'Preview', exact: true }).click();
      const panel = screen.getByRole('region', { name: 'Preview' });
      const outOfDate = panel.getByText('Out of date: something was changed since.');
      await expect.element(panel.getByText('broken on purpose: wrong key')).toBeVisible();
      await expect.element(panel.getByText('40 of 245 bytes')).toBeVisible();
      await expect.element(panel.getByText('The post office takes no more.')).toBeVisible();
      await expect.element(panel.getByRole('tree', { name: 'What would be sent' })).toBeVisible();
      await expect.element(outOfDate).not.toBeInTheDocument();
      await to.fill('carol');
      await expect.element(outOfDate).toBeVisible();
      await panel.getByRole('button', { name: 'Refresh' }).click();
      await expect.element(outOfDate).not.toBeInTheDocument();
      const content = { as: 'text', text: '' };
      expect(bridge.inputs('connection:preview').map(({ input }) => input)).toEqual([
        { to: 'bob', content },
        { to: 'carol', content },
      ]);
      expect(bridge.inputs('connection:perform')).toEqual([]);
      bridge.emit('keyring:changed', { items: [anIdentity('alice')] });
      await expect.element(outOfDate).toBeVisible();
      await panel.getByRole('button', { name: 'Close the preview' }).click();
      expect(panel.query()).toBeNull();
    });

    it('with its bytes', async () => {
      const bridge = new FakeBridge();
      bridge.answer('connection:preview', () => shown);
      const { screen } = await mount(bridge, { service });
      await screen.getByRole('button', { name: 'Preview', exact: true }).click();
      const panel = screen.getByRole('region', { name: 'Preview' });
      await panel.getByText('3 B of bytes').click();
      await expect.element(panel.getByText('01 02 03')).toBeVisible();
      await panel.getByRole('button', { name: 'Back to the arguments' }).click();
      await expect.element(panel.getByRole('tree', { name: 'What would be sent' })).toBeVisible();
    });

    it('also when it is not connected; what is wrong stands at its field', async () => {
      const bridge = new FakeBridge();
      bridge.answer('connection:preview', () => {
        throw new FakeRefusal({ code: 'invalid-input', message: 'It cannot be made.', fields: { to: 'Nobody.' } });
      });
      const { screen, to, send } = await mount(bridge, { service, connection: aConnection(alice.id) });
      await expect.element(send).toBeDisabled();
      await screen.getByRole('button', { name: 'Preview', exact: true }).click();
      await expect.element(screen.getByRole('alert')).toHaveTextContent('It cannot be made.');
      await expect.element(to).toHaveAccessibleDescription('Nobody.');
      await expect.element(to).toHaveFocus();
    });

    it('only where the action can', async () => {
      const { screen } = await mount(new FakeBridge());
      expect(screen.getByRole('button', { name: 'Preview', exact: true }).query()).toBeNull();
    });
  });
});
