import { describe, expect, it } from 'vitest';
import { aProfile, FakeBridge } from '../fake-bridge.fixture.ts';
import { Console } from './console.svelte.ts';
import { Workbench } from './workbench.svelte.ts';

const alice = aProfile({ name: 'Alice' });
const bob = aProfile({ name: 'Bob' });

async function setUp(bridge: FakeBridge): Promise<Workbench> {
  const console = new Console(bridge);
  await expect.poll(() => console.phase).toBe('ready');
  return new Workbench(console);
}

describe('Workbench', () => {
  it('keeps the panes of each tile', async () => {
    const kept = {
      directory: { open: true, share: 40 },
      composer: { open: true, share: 38 },
      statistics: { open: false, share: 40 },
    };
    const bridge = new FakeBridge({ profiles: [alice, bob] });
    bridge.snapshot.preferences.desks = { [bob.id]: kept };
    const bench = await setUp(bridge);
    expect(bench.desk(bob.id).panes).toEqual(kept);
    bench.desk(alice.id).show('composer', false);
    bench.desk(alice.id).resize('directory', -50);
    const changed = {
      directory: { open: false, share: 15 },
      composer: { open: false, share: 38 },
      statistics: { open: false, share: 40 },
    };
    await expect
      .poll(() => bridge.inputs('preferences:save').at(-1))
      .toEqual({ desks: { [alice.id]: changed, [bob.id]: kept } });
  });

  it('clears a log only after it was said how many entries that are', async () => {
    const bridge = new FakeBridge({ profiles: [alice, bob] });
    const of = ({ id }: typeof alice, entries: number) => ({ profile: id, entries, bytes: 10, oldest: 1 });
    bridge.answer('journal:usage', () => ({ profiles: [of(alice, 1234), of(bob, 0)], file: 0, free: 0 }));
    const bench = await setUp(bridge);
    await bench.clearLog(bob.id);
    expect([bench.dialogs.current, bench.toasts.items.at(-1)?.text]).toEqual([null, 'The log of “Bob” is empty.']);
    await bench.clearLog(alice.id);
    const question = bench.dialogs.current;
    if (question?.dialog !== 'confirmation') throw new Error('Nothing was asked.');
    expect(question.text).toContain('1,234 entries');
    expect(bridge.inputs('journal:clear')).toEqual([]);
    question.run();
    expect(bridge.inputs('journal:clear')).toEqual([{ profile: alice.id }]);
  });

  it('brings a deleted profile back, its tile where it was', async () => {
    const bench = await setUp(new FakeBridge({ profiles: [alice, bob] }));
    bench.tiles.open(alice.id);
    bench.tiles.open(bob.id);
    await bench.remove(alice.id);
    expect(bench.tiles.profiles).toEqual([bob.id]);
    bench.toasts.items.at(-1)?.action?.run();
    await expect.poll(() => bench.tiles.profiles).toEqual([alice.id, bob.id]);
  });
});
