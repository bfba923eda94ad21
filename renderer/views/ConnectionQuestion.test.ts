import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import type { ConnectionState, Question } from '../../preload/contract/index.ts';
import App from '../App.svelte';
import { aConnection, aProfile, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';

const alice = aProfile({ name: 'Alice', folder: 'Work' });
const bob = aProfile({ name: 'Bob' });

function aQuestion(): Question {
  return {
    id: crypto.randomUUID(),
    title: 'Log-in parameters for the post office',
    text: 'The office sent a challenge. Answer it within a minute.',
    facts: [{ name: 'Challenge', value: 'c0ffee\u202E' }],
    form: [
      { kind: 'text', name: 'info', label: 'Info', required: true, language: 'json' },
      { kind: 'text', name: 'user', label: 'User', required: true },
      { kind: 'secret', name: 'digest', label: 'Digest', required: true },
    ],
    submit: 'Log in',
  };
}

const asking = (question: Question): ConnectionState => ({ state: 'asking', attempt: 1, since: 1, question });

async function mount(active: 'Alice' | 'Bob' = 'Alice') {
  await page.viewport(1280, 800);
  const bridge = new FakeBridge({ profiles: [alice, bob] });
  const tile = (profile: string) => ({ share: 50, tiles: [{ profile, share: 100 }] });
  const columns = active === 'Alice' ? [tile(alice.id), tile(bob.id)] : [tile(bob.id), tile(alice.id)];
  bridge.snapshot.preferences = { ...bridge.snapshot.preferences, layout: { columns, maximised: null } };
  const screen = await render(App, { props: { bridge } });
  const tileOfAlice = screen.getByRole('region', { name: 'Alice', exact: true });
  await expect.element(tileOfAlice).toBeVisible();
  const form = tileOfAlice.getByRole('form', { name: 'Log-in parameters for the post office' });
  const ask = async (question = aQuestion()) => {
    bridge.emit('connection:changed', aConnection(alice.id, asking(question)));
    await expect.element(form).toBeVisible();
    return question;
  };
  return { bridge, screen, form, ask };
}

describe('ConnectionQuestion', () => {
  it('shows what is asked and on what the answer depends, and sends secrets apart', async () => {
    const { bridge, form, ask } = await mount();
    const question = await ask();
    await expect.element(form.getByText(question.text)).toBeVisible();
    await expect.element(form.getByText('U+202E')).toBeVisible();
    await expect.element(form.getByRole('textbox', { name: 'Info' })).toHaveFocus();
    await userEvent.keyboard('7');
    await form.getByLabelText('User').fill('alice');
    await form.getByLabelText('Digest', { exact: true }).fill('s3cret');
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => bridge.inputs('connection:answer'))
      .toEqual([
        {
          profile: alice.id,
          question: question.id,
          input: { info: '7', user: 'alice' },
          secrets: { digest: 's3cret' },
        },
      ]);
    bridge.emit('connection:changed', aConnection(alice.id, { state: 'open', since: 2 }));
    await expect.poll(() => form.query()).toBeNull();
  });

  it('keeps a half-filled answer while the tile is closed and other things change', async () => {
    const { bridge, screen, form, ask } = await mount();
    const question = await ask();
    await form.getByLabelText('User').fill('ali');
    const meters = [{ label: 'Queue', value: '3', tone: 'plain' as const }];
    bridge.emit('connection:changed', { ...aConnection(alice.id, asking(question)), meters });
    await expect.element(screen.getByText('Queue 3')).toBeVisible();
    await expect.element(form.getByLabelText('User')).toHaveValue('ali');
    await screen.getByRole('button', { name: 'Close the tile of Alice' }).click();
    await expect.poll(() => form.query()).toBeNull();
    await screen.getByRole('button', { name: '1 needs an answer' }).click();
    await expect.element(form.getByLabelText('User')).toHaveValue('ali');
    await ask();
    await expect.element(form.getByLabelText('User')).toHaveValue('');
  });

  it('says what is wrong with an answer at its field, and keeps it', async () => {
    const { bridge, form, ask } = await mount();
    bridge.answer('connection:answer', () => {
      const fields = { user: 'Nobody is called like that.' };
      throw new FakeRefusal({ code: 'invalid-input', message: 'Some fields need attention.', fields });
    });
    await ask();
    await form.getByLabelText('User').fill('nobody');
    await form.getByRole('button', { name: 'Log in' }).click();
    await expect.element(form.getByRole('alert')).toHaveTextContent('Some fields need attention.');
    await expect.element(form.getByLabelText('User')).toHaveAccessibleDescription('Nobody is called like that.');
    await expect.element(form.getByLabelText('User')).toHaveFocus();
    await expect.element(form.getByLabelText('User')).toHaveValue('nobody');
  });

  it('disconnects when it is cancelled', async () => {
    const { bridge, form, ask } = await mount();
    await ask();
    await form.getByRole('button', { name: 'Cancel' }).click();
    expect(bridge.inputs('connection:close')).toEqual([{ profile: alice.id }]);
  });

  it('is noticed wherever one looks, and takes the focus from no other tile', async () => {
    const { screen, ask, form } = await mount('Bob');
    const search = screen.getByRole('treeitem', { name: /Bob/ });
    await search.click();
    await ask();
    await expect.element(search).toHaveFocus();
    await expect.element(screen.getByText(/^Alice: Needs an answer\. Log-in parameters/)).toBeInTheDocument();
    await expect.element(form).toBeVisible();
    await expect.element(screen.getByRole('treeitem', { name: /Alice Needs an answer/ })).toBeVisible();
    await screen.getByRole('button', { name: '1 needs an answer' }).click();
    await expect.element(screen.getByRole('treeitem', { name: /Alice/ })).toHaveAttribute('aria-selected', 'true');
  });

  it('is noticed through a folder that is folded in', async () => {
    const bridge = new FakeBridge({ profiles: [alice, bob] });
    bridge.snapshot.preferences = { ...bridge.snapshot.preferences, foldedFolders: ['Work'] };
    const screen = await render(App, { props: { bridge } });
    const folder = screen.getByRole('treeitem', { name: /Work/ });
    await expect.element(folder).toHaveAccessibleName('Work 1');
    bridge.emit('connection:changed', aConnection(alice.id, asking(aQuestion())));
    await expect.element(folder).toHaveAccessibleName('Work Needs an answer 1');
  });
});
