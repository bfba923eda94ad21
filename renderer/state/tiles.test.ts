import { describe, expect, it } from 'vitest';
import { aProfile, FakeBridge } from '../fake-bridge.fixture.ts';
import { Console } from './console.svelte.ts';
import { Tiles } from './tiles.svelte.ts';

const profiles = ['Alice', 'Bob', 'Carol'].map((name) => aProfile({ name }));
const [alice, bob, carol] = profiles.map((profile) => profile.id) as [string, string, string];

async function setUp(...open: string[]) {
  const bridge = new FakeBridge({ profiles });
  const console = new Console(bridge);
  await expect.poll(() => console.phase).toBe('ready');
  const tiles = new Tiles(console);
  for (const profile of open) tiles.open(profile);
  return { bridge, tiles };
}

function grid(tiles: Tiles): string[][] {
  return tiles.columns.map((column) => column.tiles.map((tile) => tile.profile));
}

describe('Tiles', () => {
  it('opens right of the active tile or below it, and each profile once', async () => {
    const { tiles } = await setUp(alice, bob);
    tiles.open(carol, 'below');
    tiles.open(alice);
    expect(grid(tiles)).toEqual([[alice], [bob, carol]]);
    expect(tiles.active).toBe(alice);
    expect(tiles.columns.map((column) => Math.round(column.share))).toEqual([50, 50]);
  });

  it('opens several as a column of their own, without those that are shown', async () => {
    const { tiles } = await setUp(alice);
    tiles.openColumn([bob, alice, carol]);
    expect(grid(tiles)).toEqual([[alice], [bob, carol]]);
    expect(tiles.columns[1]?.tiles.map(({ share }) => share)).toEqual([50, 50]);
    expect(tiles.active).toBe(alice);
  });

  it('gives the room of a closed tile to the others and makes a neighbour active', async () => {
    const { tiles } = await setUp(alice, bob, carol);
    tiles.close(carol);
    expect(grid(tiles)).toEqual([[alice], [bob]]);
    expect(tiles.active).toBe(bob);
    expect(tiles.columns.reduce((sum, column) => sum + column.share, 0)).toBeCloseTo(100);
  });

  it('takes a closed tile back to where it was, or beside the active one when others came', async () => {
    const { tiles } = await setUp(alice, bob);
    tiles.resizeColumn(0, 20);
    const before = tiles.columns;
    tiles.close(alice);
    tiles.reopen(alice, before);
    expect(tiles.columns).toEqual(before);
    tiles.close(alice);
    tiles.open(carol);
    tiles.reopen(alice, before);
    expect(grid(tiles)).toEqual([[bob], [carol], [alice]]);
  });

  it('moves a tile by dragging and by keyboard', async () => {
    const { tiles } = await setUp(alice, bob, carol);
    tiles.place(carol, alice, 'below');
    expect(grid(tiles)).toEqual([[alice, carol], [bob]]);
    tiles.move(carol, 'above');
    expect(grid(tiles)).toEqual([[carol, alice], [bob]]);
    tiles.move(alice, 'right');
    expect(grid(tiles)).toEqual([[carol], [bob, alice]]);
    tiles.move(alice, 'right');
    expect(grid(tiles)).toEqual([[carol], [bob], [alice]]);
    tiles.move(alice, 'left');
    expect(grid(tiles)).toEqual([[carol], [alice], [bob]]);
    tiles.move(bob, 'below');
    expect(grid(tiles)).toEqual([[carol], [alice, bob]]);
    tiles.move(carol, 'above');
    expect(grid(tiles)).toEqual([[carol, alice, bob]]);
    tiles.move(carol, 'above');
    expect(grid(tiles)).toEqual([[carol, alice, bob]]);
  });

  it('never lets a tile become too small to be found again', async () => {
    const { tiles } = await setUp(alice, bob);
    tiles.resizeColumn(0, -200);
    expect(tiles.columns[0]?.share).toBe(12);
    expect(tiles.columns[1]?.share).toBe(88);
  });

  it('maximises, steps through the tiles and goes back', async () => {
    const { tiles } = await setUp(alice, bob);
    tiles.toggleMaximised(alice);
    tiles.step(1);
    expect(tiles.maximised).toBe(bob);
    tiles.toggleMaximised(bob);
    expect(tiles.maximised).toBeNull();
  });

  it('saves the layout, once for several changes', async () => {
    const { bridge, tiles } = await setUp(alice, bob);
    tiles.resizeColumn(0, 10);
    await expect.poll(() => bridge.inputs('preferences:save').length).toBe(1);
    expect(bridge.inputs('preferences:save')[0]?.layout?.columns.map((column) => column.share)).toEqual([60, 40]);
  });

  it('restores a layout without what is gone', async () => {
    const { tiles } = await setUp();
    const gone = crypto.randomUUID();
    tiles.restore({
      columns: [
        {
          share: 50,
          tiles: [
            { profile: gone, share: 40 },
            { profile: bob, share: 60 },
          ],
        },
        { share: 50, tiles: [{ profile: gone, share: 100 }] },
      ],
      maximised: gone,
    });
    expect(tiles.columns).toEqual([{ share: 100, tiles: [{ profile: bob, share: 100 }] }]);
    expect(tiles.maximised).toBeNull();
  });
});
