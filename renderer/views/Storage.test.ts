import { beforeEach, describe, expect, it } from 'vitest';
import { aProfile, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import Storage from './Storage.svelte';

const alice = aProfile({ name: 'Alice' });
const bob = aProfile({ name: 'Bob' });
const gone = crypto.randomUUID();

let bridge: FakeBridge;
beforeEach(() => {
  bridge = new FakeBridge({ profiles: [alice, bob] });
  const profiles = [
    { profile: alice.id, entries: 1200, bytes: 4_000_000, oldest: Date.now() - 3_600_000 },
    { profile: gone, entries: 3, bytes: 9000, oldest: Date.now() },
  ];
  bridge.answer('journal:usage', () => ({ profiles, file: 6_000_000, free: 1_500_000 }));
  bridge.answer('preferences:save', (changes) => {
    const preferences = { ...bridge.snapshot.preferences, ...(changes as object) };
    bridge.snapshot.preferences = preferences;
    bridge.emit('preferences:changed', preferences);
    return preferences;
  });
});

async function mount() {
  const { screen } = await mountWith(bridge, Storage, { onclose: () => {} }, { width: 900, height: 800 });
  const dialog = screen.getByRole('dialog', { name: 'Storage' });
  await expect.element(dialog.getByText(/The journal takes 6\.0 MB/)).toBeVisible();
  const row = (name: string) => dialog.getByRole('listitem').filter({ hasText: name });
  return { screen, dialog, row };
}

describe('Storage', () => {
  it('tells what each log takes, that of profiles that are gone too', async () => {
    const { row } = await mount();
    await expect.element(row('Alice')).toMatchTextContent(/4\.0 MB.*1,200 entries, the oldest 1 h 00 ago/);
    await expect.element(row('Alice')).toMatchTextContent('Kept: at most 5.0 GB, as the default.');
    await expect.element(row('Bob')).toMatchTextContent(/0 B.*0 entries/);
    await expect.element(row('A profile that is gone')).toMatchTextContent(/9\.0 kB.*3 entries/);
  });

  it('keeps limits for one profile, and takes them away again', async () => {
    const { row } = await mount();
    await row('Alice').getByRole('button', { name: 'Retention…' }).click();
    await row('Alice').getByRole('textbox', { name: 'Days' }).fill('30');
    await row('Alice').getByRole('button', { name: 'Save' }).click();
    const limits = { days: 30, entries: null, bytes: 5_000_000_000 };
    await expect.poll(() => bridge.inputs('preferences:save')).toEqual([{ retentions: { [alice.id]: limits } }]);
    await expect.element(row('Alice')).toMatchTextContent('Kept: at most 30 days, 5.0 GB.');
    await row('Alice').getByRole('button', { name: 'As the default' }).click();
    await expect.poll(() => bridge.inputs('preferences:save').at(-1)).toEqual({ retentions: {} });
  });

  it('says at the field what is no number, and keeps what was typed', async () => {
    const { dialog } = await mount();
    const form = dialog.getByRole('form', { name: 'Default retention' });
    await form.getByRole('textbox', { name: 'Entries' }).fill('many');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect.element(form.getByText('This is not a number that can be used.')).toBeVisible();
    await expect.element(form.getByRole('textbox', { name: 'Entries' })).toHaveValue('many');
    await expect.element(form.getByRole('textbox', { name: 'Entries' })).toHaveFocus();
    await dialog.getByRole('textbox', { name: 'Large from (kB)' }).fill('5');
    await dialog.getByRole('button', { name: 'Save' }).last().click();
    await expect.element(dialog.getByText('A number from 10 to 100,000.')).toBeVisible();
    expect(bridge.inputs('preferences:save')).toEqual([]);
  });

  it('clears a log only after it was asked how many entries that are', async () => {
    const { screen, row } = await mount();
    await row('Alice').getByRole('button', { name: 'Clear the log…' }).click();
    const question = screen.getByRole('dialog', { name: 'Clear the log of “Alice”?' });
    await expect.element(question).toMatchTextContent('1,200 entries will be deleted');
    expect(bridge.inputs('journal:clear')).toEqual([]);
    await question.getByRole('button', { name: 'Clear the log' }).click();
    await expect.poll(() => bridge.inputs('journal:clear')).toEqual([{ profile: alice.id }]);
  });

  it('compacts, says so meanwhile, and what went wrong', async () => {
    const { dialog } = await mount();
    let finish = (_: unknown) => {};
    bridge.answer('journal:compact', async () => {
      await new Promise((resolve) => {
        finish = resolve;
      });
      throw new FakeRefusal({ code: 'failed', message: 'The disk is full.' });
    });
    await dialog.getByRole('button', { name: 'Compact' }).click();
    await expect.element(dialog.getByText(/Giving back what is free/)).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Compact' })).toBeDisabled();
    finish(null);
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('The disk is full.');
  });
});
