import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../preload/contract/index.ts';
import { anEmulator, aProfile, aService, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';
import { Console } from './console.svelte.ts';
import { Workbench } from './workbench.svelte.ts';

const [alice, bob, carol] = ['Alice', 'Bob', 'Carol'].map((name) => aProfile({ name })) as [Profile, Profile, Profile];
type Profile = ReturnType<typeof aProfile>;

const services = [
  aService({ id: 'silent', demo: false }),
  aService({ id: 'post' }),
  aService({ id: 'smoke', title: 'Smoke signals' }),
  aService({ id: 'pigeons' }),
];
const people: Record<string, Profile[]> = { post: [alice, bob], pigeons: [carol] };

async function setUp(emulators: Emulator[] = []) {
  const bridge = new FakeBridge({ services, emulators, profiles: [alice, bob, carol] });
  const console = new Console(bridge);
  await expect.poll(() => console.phase).toBe('ready');
  const bench = new Workbench(console);
  const progress: unknown[] = [];
  bridge.answer('emulator:start', ({ service }) => {
    progress.push(bench.demo.progress);
    const accounts = people[service];
    if (!accounts) throw new FakeRefusal({ code: 'failed', message: 'No wind.' });
    return { emulator: anEmulator({ service }), profiles: accounts.map(({ id }) => id) };
  });
  return { bridge, bench, progress };
}

describe('Demo', () => {
  it('starts every service that has one, each a column, whatever becomes of another', async () => {
    const { bridge, bench, progress } = await setUp();
    await bench.demo.start();
    expect(bridge.inputs('emulator:start').map(({ service }) => service)).toEqual(['post', 'smoke', 'pigeons']);
    expect(bench.tiles.columns.map((column) => column.tiles.map((tile) => tile.profile))).toEqual([
      [alice.id, bob.id],
      [carol.id],
    ]);
    expect(bench.tiles.active).toBe(alice.id);
    expect(bench.toasts.items.map(({ text }) => text)).toEqual(['Smoke signals: No wind.']);
    expect(progress).toEqual([1, 2, 3].map((at) => ({ at, of: 3 })));
    expect(bench.demo.progress).toBeNull();
  });

  it('leaves alone what runs', async () => {
    const { bridge, bench } = await setUp([anEmulator({ service: 'post' }), anEmulator({ service: 'smoke' })]);
    await bench.demo.start();
    expect(bridge.inputs('emulator:start')).toEqual([{ service: 'pigeons' }]);
  });

  it('stops one emulator, or all', async () => {
    const emulators = [anEmulator({ service: 'post' }), anEmulator({ service: 'pigeons' })];
    const [post, pigeons] = emulators.map(({ id }) => id) as [string, string];
    const { bridge, bench } = await setUp(emulators);
    await bench.demo.stop([pigeons]);
    await bench.demo.stop();
    expect(bridge.inputs('emulator:stop').map(({ id }) => id)).toEqual([pigeons, post, pigeons]);
  });
});
