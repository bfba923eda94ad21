import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Preferences } from '../../../preload/contract/index.ts';
import { anEntryRow, aProfile, aService, FakeBridge, indexIn } from '../../fake-bridge.fixture.ts';
import { mountWith } from '../../mount.fixture.ts';
import Log from '../Log.svelte';

const alice = aProfile();
const rules: Preferences['rules'] = [
  { name: 'Failed', on: true, filter: 'status:failed', colour: 'red' },
  { name: 'Off', on: false, filter: 'x', colour: 'blue' },
  { name: 'Not yet written', on: true, filter: 'size>', colour: 'green' },
];

/** A log of 20 rows, of which the fifth and the tenth match every filter. */
async function mount(preferences: Partial<Preferences> = {}) {
  const bridge = new FakeBridge({ profiles: [alice] });
  bridge.snapshot.preferences = { ...bridge.snapshot.preferences, ...preferences };
  const rows = Array.from({ length: 20 }, (_, index) =>
    anEntryRow({ id: index + 1, profile: alice.id, preview: `Letter ${index + 1}.` }),
  );
  const views = new Map<string, typeof rows>();
  const rowsOf = (view: string) => views.get(view) ?? [];
  bridge.answer('preferences:save', (change) => {
    bridge.snapshot.preferences = { ...bridge.snapshot.preferences, ...(change as Partial<Preferences>) };
    return bridge.snapshot.preferences;
  });
  bridge.answer('journal:watch', ({ view, filter }) => {
    views.set(view, filter === '' ? rows : rows.filter(({ id }) => id === 5 || id === 10));
    return { count: rowsOf(view).length, scan: null };
  });
  bridge.answer('journal:page', ({ view, offset, limit }) => {
    const all = rowsOf(view);
    return { offset, rows: all.slice(offset, offset + limit), count: all.length };
  });
  bridge.answer('journal:locate', ({ view, place }) => indexIn(rowsOf(view), place));
  const props = { profiles: [alice.id], service: aService(), selected: null, onselect: () => {} };
  const view = await mountWith(bridge, Log, props);
  const box = view.screen.getByRole('combobox', { name: 'Filter the log' });
  const asked = () =>
    bridge
      .inputs('journal:watch')
      .filter(({ rules: all }) => all.length > 0)
      .at(-1);
  return { ...view, bridge, box, asked, saved: () => bridge.snapshot.preferences.savedFilters };
}

describe('LogFilter', () => {
  it('applies the last filter that could be read', async () => {
    const { screen, box, bridge } = await mount();
    await box.fill('kind:letter');
    await expect.element(screen.getByText('2 hits')).toBeVisible();
    await box.fill('kind:letter (');
    await expect.element(box).toHaveAttribute('aria-invalid', 'true');
    await expect.element(screen.getByText('2 hits')).toBeVisible();
    expect(bridge.inputs('journal:watch').at(-1)?.filter).toBe('kind:letter');
  });

  it('highlights before the rules that are on, and goes from match to match', async () => {
    const { screen, box, asked } = await mount({ rules });
    await expect.poll(() => asked()?.rules).toEqual([{ filter: 'status:failed', colour: 'red' }]);
    await box.fill('letter');
    await screen.getByRole('button', { name: 'Highlight instead of hiding' }).click();
    await expect
      .poll(() => asked())
      .toMatchObject({
        filter: '',
        rules: [
          { filter: 'letter', colour: 'yellow' },
          { filter: 'status:failed', colour: 'red' },
        ],
      });
    await expect.element(screen.getByText('2 hits')).toBeVisible();
    const cursor = () => document.querySelector('.row.cursor')?.textContent;
    await screen.getByRole('button', { name: 'Previous match' }).click();
    await expect.poll(cursor).toContain('Letter 10.');
    await screen.getByRole('button', { name: 'Next match' }).click();
    await expect.poll(cursor).toContain('Letter 5.');
    await userEvent.keyboard('{F3}');
    await expect.poll(cursor).toContain('Letter 10.');
  });

  it('keeps filters under a name: saves, chooses, renames, moves, deletes', async () => {
    const large = { name: 'Large', filter: 'size>1m' };
    const { screen, box, saved, toasts } = await mount({ savedFilters: [large] });
    await box.fill('kind:letter');
    await screen.getByRole('button', { name: 'Saved filters' }).click();
    await screen.getByRole('textbox', { name: 'Name of this filter' }).fill('Letters');
    await userEvent.keyboard('{Enter}');
    await expect.poll(saved).toEqual([large, { name: 'Letters', filter: 'kind:letter' }]);
    await screen.getByRole('button', { name: 'Rename Letters' }).click();
    await screen.getByRole('textbox', { name: 'Name of the filter' }).fill('Post');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => saved()[1]?.name).toBe('Post');
    (screen.getByRole('button', { name: /^Post/ }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    await expect.poll(() => saved().map(({ name }) => name)).toEqual(['Post', 'Large']);
    await screen.getByRole('button', { name: 'Delete Post' }).click();
    await expect.poll(saved).toEqual([large]);
    await expect.poll(() => toasts.items.length).toBe(1);
    toasts.items[0]?.action?.run();
    await expect.poll(() => saved()[0]?.name).toBe('Post');
    await screen.getByRole('button', { name: /^Large/ }).click();
    await expect.element(box).toHaveValue('size>1m');
  });

  it('shows how a filter is written, and takes an example', async () => {
    const { screen, box } = await mount();
    await screen.getByRole('button', { name: 'How to write a filter' }).click();
    await screen.getByRole('button', { name: /a value in the JSON/ }).click();
    await expect.element(box).toHaveValue('body.availability=dnd');
    await expect.element(box).toHaveFocus();
  });
});
