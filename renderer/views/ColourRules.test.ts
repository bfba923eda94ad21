import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Preferences } from '../../preload/contract/index.ts';
import { FakeBridge } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import ColourRules from './ColourRules.svelte';

async function mount(rules: Preferences['rules'] = [], filter?: string) {
  const bridge = new FakeBridge();
  const { preferences } = bridge.snapshot;
  bridge.snapshot.preferences = { ...preferences, rules };
  bridge.answer('preferences:save', (change) => {
    bridge.snapshot.preferences = { ...bridge.snapshot.preferences, ...(change as Partial<Preferences>) };
    return bridge.snapshot.preferences;
  });
  const view = await mountWith(bridge, ColourRules, { filter, onclose: () => {} }, { width: 1000, height: 700 });
  const names = () => bridge.snapshot.preferences.rules.map(({ name }) => name);
  return { ...view, bridge, names, kept: () => bridge.snapshot.preferences.rules };
}

const two: Preferences['rules'] = [
  { name: 'Failed', on: true, filter: 'status:failed', colour: 'red' },
  { name: 'Large', on: true, filter: 'size>100k', colour: 'yellow' },
];

describe('ColourRules', () => {
  it('offers examples while there is none', async () => {
    const { screen, kept } = await mount();
    await screen.getByRole('button', { name: /^Wrong signature/ }).click();
    await expect.poll(kept).toEqual([{ name: 'Wrong signature', on: true, filter: 'verdict:wrong', colour: 'violet' }]);
    await expect
      .element(screen.getByRole('combobox', { name: 'Filter of Wrong signature' }))
      .toHaveValue('verdict:wrong');
  });

  it('begins with what was to be coloured, in a colour that is free', async () => {
    const { kept } = await mount(two, 'kind=produce');
    await expect.poll(() => kept().at(-1)).toEqual({ name: '', on: true, filter: 'kind=produce', colour: 'orange' });
  });

  it('keeps what is changed, and says what cannot be read', async () => {
    const { screen, kept } = await mount(two);
    const line = screen.getByRole('combobox', { name: 'Filter of Failed' });
    await line.fill('size>big');
    await expect.element(line).toHaveAttribute('aria-invalid', 'true');
    await line.fill('tone bad');
    await expect.poll(() => kept()[0]?.filter).toBe('tone bad');
    await screen.getByRole('checkbox', { name: 'Large is on' }).click();
    await expect.poll(() => kept()[1]?.on).toBe(false);
    await screen.getByRole('combobox', { name: 'Colour of Large' }).selectOptions('green');
    await expect.poll(() => kept()[1]?.colour).toBe('green');
  });

  it('moves by keyboard, deletes and takes it back', async () => {
    const { screen, names, toasts } = await mount(two);
    (screen.getByRole('button', { name: /^Move Failed/ }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect.poll(names).toEqual(['Large', 'Failed']);
    await expect.element(screen.getByRole('button', { name: /^Move Failed/ })).toHaveFocus();
    await screen.getByRole('button', { name: 'Delete Large' }).click();
    await expect.poll(names).toEqual(['Failed']);
    await expect.poll(() => toasts.items.at(-1)?.text).toBe('“Large” was deleted.');
    toasts.items.at(-1)?.action?.run();
    await expect.poll(names).toEqual(['Large', 'Failed']);
  });
});
