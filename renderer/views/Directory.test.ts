import { describe, expect, it } from 'vitest';
import type { DirectoryItem } from '../../preload/contract/index.ts';
import { aConnection, aProfile, aService, FakeBridge } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import Directory from './Directory.svelte';

const alice = aProfile();
const service = aService({
  directory: [
    { kind: 'address', title: 'Addresses', empty: 'No address is known yet.' },
    { kind: 'group', title: 'Groups', empty: 'You are in no group.' },
  ],
});

function anItem(part: Partial<DirectoryItem>): DirectoryItem {
  return { kind: 'address', id: part.title ?? 'bob', title: 'bob', badges: [], counters: [], offers: [], ...part };
}

async function mount(items: DirectoryItem[], state: 'open' | 'idle' = 'open', of = service) {
  const bridge = new FakeBridge();
  bridge.answer('directory:list', () => ({ items }));
  const performed: unknown[][] = [];
  const connection = aConnection(alice.id, state === 'open' ? { state, since: 1 } : { state });
  const onperform = (...all: unknown[]) => void performed.push(all);
  const view = await mountWith(
    bridge,
    Directory,
    { profile: alice, service: of, connection, onperform },
    { width: 420, height: 500 },
  );
  return { ...view, bridge, performed };
}

describe('Directory', () => {
  it('puts what can be done with an item below its name where there is little room', async () => {
    const offers = ['Unsubscribe', 'Produce from', 'Remove'].map((label) => ({
      how: 'run' as const,
      label,
      action: 'send',
      input: {},
    }));
    const { screen } = await mount([anItem({ title: 'A name of some length', offers })]);
    const name = screen.getByText('A name of some length');
    await expect.element(name).toBeVisible();
    const below = name.element().getBoundingClientRect().bottom;
    const offer = screen.getByRole('button', { name: /^Unsubscribe/ }).element();
    expect(offer.getBoundingClientRect().top).toBeGreaterThanOrEqual(below);
  });

  it('says so where a service has nothing to list', async () => {
    const { screen } = await mount([], 'open', aService({ title: 'Plain', directory: [] }));
    await expect.element(screen.getByText('Plain has nothing to list here.')).toBeVisible();
  });

  it('groups by kind, nests under parents and says what is empty', async () => {
    const { screen } = await mount([
      anItem({ title: 'orders', parent: 'bob' }),
      anItem({ title: 'bob', presence: { tone: 'away', text: 'away' }, counters: [{ label: 'in', value: 1203 }] }),
    ]);
    const lines = screen.getByRole('listitem');
    await expect
      .poll(() => lines.elements().map((line) => line.textContent?.trim().split(/\s+/)[0]))
      .toEqual(['bob', 'orders']);
    await expect.element(screen.getByText('away')).toBeVisible();
    await expect.element(screen.getByText('1,203')).toBeVisible();
    await expect.element(screen.getByText('You are in no group.')).toBeVisible();
  });

  it('counts a kind without what stands under it, and calls no kind empty that stands elsewhere', async () => {
    const { screen } = await mount([
      anItem({ title: 'bob' }),
      anItem({ kind: 'group', title: 'friends', parent: 'bob' }),
      anItem({ kind: 'group', title: 'family', parent: 'bob' }),
    ]);
    await expect.poll(() => screen.getByRole('listitem').elements().length).toBe(3);
    await expect.element(screen.getByRole('heading', { name: 'Addresses 1' })).toBeVisible();
    expect(screen.getByText('You are in no group.').query()).toBeNull();
  });

  it('applies what changes', async () => {
    const { screen, bridge } = await mount([anItem({ title: 'bob' })]);
    await expect.element(screen.getByText('bob')).toBeVisible();
    const change = {
      profile: alice.id,
      reset: false,
      put: [anItem({ title: 'carol' })],
      removed: [{ kind: 'address', id: 'bob' }],
    };
    bridge.emit('directory:changed', change);
    await expect.element(screen.getByText('carol')).toBeVisible();
    expect(screen.getByText('bob').query()).toBeNull();
  });

  it('runs, composes, and asks before what cannot be undone', async () => {
    const offers: DirectoryItem['offers'] = [
      { label: 'Join', action: 'join', input: { id: 1 }, how: 'run' },
      { label: 'Write', action: 'send', input: { to: 'bob' }, how: 'compose' },
      { label: 'Remove', action: 'remove', input: { id: 2 }, how: 'confirm' },
    ];
    const { screen, performed } = await mount([anItem({ offers })]);
    await screen.getByRole('button', { name: 'Join: bob' }).click();
    await screen.getByRole('button', { name: 'Write: bob' }).click();
    await screen.getByRole('button', { name: 'Remove: bob' }).click();
    expect(performed).toEqual([
      ['join', { id: 1 }, 'run'],
      ['send', { to: 'bob' }, 'compose'],
    ]);
    await screen.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    expect(performed.at(-1)).toEqual(['remove', { id: 2 }, 'run']);
  });

  it('keeps the parents of what matches, and says when nothing does', async () => {
    const { screen } = await mount([
      anItem({ title: 'bob' }),
      anItem({ title: 'orders', parent: 'bob' }),
      anItem({ title: 'carol' }),
    ]);
    await screen.getByRole('searchbox').fill('ord');
    await expect.poll(() => screen.getByRole('listitem').elements().length).toBe(2);
    await screen.getByRole('searchbox').fill('zzz');
    await expect.element(screen.getByText(/Nothing matches. 3 are hidden/)).toBeVisible();
  });

  it('offers nothing while there is no connection', async () => {
    const offers: DirectoryItem['offers'] = [{ label: 'Join', action: 'join', input: {}, how: 'run' }];
    const { screen } = await mount([anItem({ offers })], 'idle');
    await expect.element(screen.getByRole('button', { name: 'Join: bob' })).toBeDisabled();
    await expect.element(screen.getByText('Not connected: connect first.')).toBeVisible();
  });
});
