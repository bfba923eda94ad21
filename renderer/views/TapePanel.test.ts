import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import type { Archive, Emulator, Tape } from '../../preload/contract/index.ts';
import App from '../App.svelte';
import { aConnection, anEmulator, aProfile, aService, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';

const alice = aProfile();
const waiting: Tape = {
  state: 'waiting',
  position: 0,
  total: 3400,
  speed: 1,
  longestSilence: null,
  clients: 0,
  current: null,
  sent: 0,
  skipped: [],
};
const playing: Tape = { ...waiting, state: 'playing', position: 1200, clients: 1, current: 'data', sent: 900 };
const emulator = anEmulator({ tape: waiting });
const playedAs = (tape: Tape): { emulators: Emulator[] } => ({ emulators: [{ ...emulator, tape }] });

async function mount(emulators: Emulator[] = [], archives: Archive[] = []) {
  await page.viewport(1000, 800);
  const bridge = new FakeBridge({
    services: [aService({ demo: true })],
    profiles: [alice],
    connections: [aConnection(alice.id)],
    emulators,
    archives,
  });
  const screen = await render(App, { props: { bridge } });
  const panel = screen.getByRole('dialog', { name: 'The tape' });
  const open = async () => {
    await screen.getByRole('button', { name: /^Tape: / }).click();
    await expect.element(panel).toBeVisible();
  };
  return { bridge, screen, panel, open };
}

describe('TapePanel', () => {
  it('is shown when the log of a tile is played, from the tile’s menu', async () => {
    const { bridge, screen, panel } = await mount();
    bridge.answer('emulator:start-tape', () => {
      bridge.emit('emulator:changed', playedAs(waiting));
      return { emulator };
    });
    await screen.getByRole('treeitem', { name: /Alice/ }).click();
    await screen.getByRole('button', { name: 'More for Alice' }).click();
    await screen.getByRole('menuitem', { name: 'Play the log through an emulator' }).click();
    await expect.element(panel.getByText('Waits for a client')).toBeVisible();
    expect(bridge.inputs('emulator:start-tape')).toEqual([
      { id: expect.any(String), profile: alice.id, filter: '', speed: 1, longestSilence: null },
    ]);
  });

  it('asks which connection of a file shall be played where there are several', async () => {
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
    const service = aService({ demo: true }).id;
    const profiles = [
      { id: first, name: 'Theirs', service },
      { id: second, name: 'Also theirs', service },
      { id: crypto.randomUUID(), name: 'Of no emulator', service: 'other' },
    ];
    const refused = { count: 0, examples: [] };
    const archive = { id: crypto.randomUUID(), number: 1, name: 'file.ndjson', entries: 1, refused, profiles };
    const { bridge, screen } = await mount([], [archive]);
    bridge.answer('emulator:start-tape', () => ({ emulator }));
    await screen.getByRole('button', { name: 'More for file.ndjson' }).click();
    await screen.getByRole('menuitem', { name: 'Play the log through an emulator' }).click();
    const choice = screen.getByRole('dialog', { name: 'Play through an emulator' });
    await expect.element(choice.getByRole('radio', { name: /^Theirs/ })).toBeChecked();
    expect(choice.getByRole('radio').elements()).toHaveLength(2);
    await choice.getByRole('radio', { name: /^Also theirs/ }).click();
    await choice.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => bridge.inputs('emulator:start-tape')).toMatchObject([{ profile: second }]);
  });

  it('tells how far a long log is, of what is shown alone, and can be cancelled', async () => {
    const { bridge, screen } = await mount();
    const ends: ((problem: Error) => void)[] = [];
    bridge.answer('emulator:start-tape', () => new Promise((_, reject) => ends.push(reject)));
    bridge.answer('export:cancel', () => {
      for (const end of ends) end(new FakeRefusal({ code: 'refused', message: 'It was cancelled.' }));
      return {};
    });
    await screen.getByRole('treeitem', { name: /Alice/ }).click();
    await screen.getByRole('region', { name: 'Alice' }).getByLabelText('Filter the log').fill('kind:data');
    await screen.getByRole('button', { name: 'More for Alice' }).click();
    await screen.getByRole('menuitem', { name: 'Play the log through an emulator' }).click();
    await expect.poll(() => bridge.inputs('emulator:start-tape')).toMatchObject([{ filter: 'kind:data' }]);
    const id = bridge.inputs('emulator:start-tape')[0]?.id ?? '';
    bridge.emit('export:changed', { id, done: 1200, total: 3400 });
    await expect.element(screen.getByText('Making the log ready to be played: 1,200 of 3,400')).toBeVisible();
    await screen.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect.poll(() => screen.getByText('Making the log ready').query()).toBeNull();
    expect(bridge.inputs('export:cancel')).toEqual([{ id }]);
    expect(screen.getByText('It was cancelled.').query()).toBeNull();
  });

  it('plays, pauses, steps and goes back, by keyboard too', async () => {
    const { bridge, panel, open } = await mount(playedAs(playing).emulators);
    await open();
    await expect.element(panel.getByRole('progressbar', { name: 'Played' })).toHaveAttribute('max', '3400');
    await expect.element(panel.getByText('1,200 of 3,400 · 1 client')).toBeVisible();
    await expect.element(panel.getByText('900 sent, the last: data')).toBeVisible();
    panel.getByRole('button', { name: 'Pause' }).element().focus();
    await userEvent.keyboard('{Enter}');
    bridge.emit('emulator:changed', playedAs({ ...playing, state: 'paused' }));
    await panel.getByRole('button', { name: 'Next event' }).click();
    await panel.getByRole('button', { name: 'To the beginning' }).click();
    await panel.getByRole('button', { name: 'Play', exact: true }).click();
    expect(bridge.inputs('emulator:play').map(({ command }) => command)).toEqual(['pause', 'step', 'rewind', 'play']);
    expect(bridge.inputs('emulator:play')[0]).toEqual({
      id: emulator.id,
      command: 'pause',
      speed: 1,
      longestSilence: null,
    });
  });

  it('cannot step where nobody is there, or after the end', async () => {
    const { bridge, panel, open } = await mount(playedAs(waiting).emulators);
    await open();
    const step = panel.getByRole('button', { name: 'Next event' });
    await expect.element(step).toBeDisabled();
    bridge.emit('emulator:changed', playedAs(playing));
    await expect.element(step).toBeEnabled();
    bridge.emit('emulator:changed', playedAs({ ...playing, state: 'over', position: 3400 }));
    await expect.element(step).toBeDisabled();
    await expect.element(panel.getByText('Played to its end')).toBeVisible();
    await expect.element(panel.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
  });

  it('changes the speed and the silences, one without the other', async () => {
    const { bridge, panel, open } = await mount(playedAs({ ...playing, speed: 3, longestSilence: 7 }).emulators);
    await open();
    await expect.element(panel.getByLabelText('Speed')).toHaveValue('3');
    await expect.element(panel.getByLabelText('Silences')).toHaveValue('7');
    await panel.getByLabelText('Speed').selectOptions('As fast as it goes');
    await panel.getByLabelText('Silences').selectOptions('As recorded');
    const asked = { id: emulator.id, command: null };
    expect(bridge.inputs('emulator:play')).toEqual([
      { ...asked, speed: 'full', longestSilence: 7 },
      { ...asked, speed: 3, longestSilence: null },
    ]);
  });

  it('says what was not sent, and why', async () => {
    const skipped = [{ reason: 'ends the line', count: 1200 }];
    const { panel, open } = await mount(playedAs({ ...playing, skipped }).emulators);
    await open();
    await expect
      .element(panel.getByRole('list', { name: 'Not sent' }))
      .toHaveTextContent('1,200 not sent: ends the line');
  });

  it('tells how to connect, and connects an account of ours', async () => {
    const { bridge, screen, panel, open } = await mount(playedAs(waiting).emulators);
    const facts = [{ name: 'password', value: 'made-up-by-the-emulator' }];
    bridge.answer('emulator:accounts', () => ({ accounts: [{ name: 'Visitor', facts }] }));
    bridge.answer('emulator:connect', () => ({ profile: alice.id }));
    await open();
    bridge.emit('emulator:changed', playedAs({ ...waiting, position: 1 }));
    await panel.getByText('Accounts for your own client').click();
    await expect.element(panel.getByText('made-up-by-the-emulator')).toBeVisible();
    expect(bridge.inputs('emulator:accounts')).toEqual([{ id: emulator.id }]);
    await panel.getByRole('button', { name: 'Connect to it' }).click();
    await expect.element(screen.getByRole('heading', { name: 'Alice' })).toBeVisible();
  });

  it('shows problems, misbehaves like every emulator, and stops', async () => {
    const { bridge, screen, panel, open } = await mount(playedAs(playing).emulators);
    await open();
    await panel.getByText('Make it misbehave').click();
    await panel.getByRole('button', { name: 'Cut all lines' }).click();
    expect(bridge.inputs('emulator:fault')).toEqual([{ id: emulator.id, fault: { fault: 'drop' } }]);
    bridge.answer('emulator:stop', () => {
      throw new FakeRefusal({ code: 'not-found', message: 'This emulator does not run any more.' });
    });
    await panel.getByRole('button', { name: 'Stop the tape' }).click();
    await expect.element(screen.getByText('This emulator does not run any more.')).toBeVisible();
    expect(bridge.inputs('emulator:stop')).toEqual([{ id: emulator.id }]);
    bridge.emit('emulator:changed', { emulators: [] });
    await expect.poll(() => screen.getByRole('button', { name: /^Tape: / }).query()).toBeNull();
  });

  it('lets one choose among several, apart from the demo', async () => {
    const other = anEmulator({ title: 'Pigeon loft emulator', url: 'ws://127.0.0.1:4711/', tape: playing });
    const { panel, screen, open } = await mount([emulator, other, anEmulator()]);
    await expect.element(screen.getByRole('button', { name: 'Demo Post office emulator' })).toBeVisible();
    await open();
    await expect.element(panel.getByText('Playing')).toBeVisible();
    await panel.getByLabelText('Tape', { exact: true }).selectOptions(emulator.id);
    await expect.element(panel.getByText('Waits for a client')).toBeVisible();
  });
});
