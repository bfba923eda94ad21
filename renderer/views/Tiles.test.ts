import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import App from '../App.svelte';
import { anEntryRow, aProfile, FakeBridge } from '../fake-bridge.fixture.ts';

const profiles = ['Ann', 'Ben', 'Cid', 'Dot', 'Eve'].map((name) => aProfile({ name }));

async function mount(width: number) {
  await page.viewport(width, 700);
  const bridge = new FakeBridge({ profiles });
  const columns = profiles.map(({ id }) => ({ share: 20, tiles: [{ profile: id, share: 100 }] }));
  bridge.snapshot.preferences = { ...bridge.snapshot.preferences, layout: { columns, maximised: null } };
  const screen = await render(App, { props: { bridge } });
  const tile = (name: string) => screen.getByRole('region', { name, exact: true });
  await expect.element(tile('Ann')).toBeInTheDocument();
  const box = (name: string) => tile(name).element().getBoundingClientRect();
  return { bridge, screen, tile, box };
}

const noPayload = { args: '[]', binaries: [], size: 2, cut: false };

/** The view that the log of a profile watches. */
function viewOf(bridge: FakeBridge, profile: string): string {
  return bridge.inputs('journal:watch').findLast(({ profiles }) => profiles.includes(profile))?.view ?? '';
}

/** Whether a tile lies whole within the window. */
const inSight = ({ left, right }: DOMRect) => left >= 0 && right <= window.innerWidth + 1;

describe('Tiles', () => {
  it('fit where there is room, and are scrolled where there is not', async () => {
    const { box, screen } = await mount(2200);
    await expect.poll(() => inSight(box('Eve'))).toBe(true);
    await page.viewport(1280, 700);
    const main = screen.getByRole('main').element();
    await expect.poll(() => Math.round(box('Eve').width)).toBe(Math.round(main.clientWidth / 3));
    expect(inSight(box('Ann'))).toBe(true);
    expect(inSight(box('Eve'))).toBe(false);
    await screen.getByRole('treeitem', { name: /Eve/ }).click();
    await expect.poll(() => inSight(box('Eve'))).toBe(true);
  });

  it('stay in sight where they are active and what is beside takes room', async () => {
    const { box, tile } = await mount(1400);
    await tile('Cid').getByRole('combobox', { name: 'Filter the log' }).click();
    await expect.poll(() => inSight(box('Cid'))).toBe(true);
    await page.viewport(900, 700);
    await expect.poll(() => inSight(box('Cid'))).toBe(true);
  });

  it.each([720, 900])('are not covered by the inspector in a window of %d pixels', async (width) => {
    const { bridge, box, screen, tile } = await mount(width);
    const row = anEntryRow({ profile: profiles[2]?.id ?? '' });
    bridge.answer('journal:entry', () => ({ row, payload: noPayload, facts: [], related: [], offers: [], links: [] }));
    bridge.emit('journal:appended', {
      view: viewOf(bridge, row.profile),
      count: 1,
      before: 0,
      tail: [row],
      reset: false,
      scan: null,
    });
    await tile('Cid').getByText(row.preview, { exact: true }).click();
    const inspector = screen.getByRole('complementary', { name: 'Inspector' });
    await expect.element(inspector).toBeVisible();
    const beside = inspector.element().getBoundingClientRect();
    await expect.poll(() => box('Cid').left >= 0 && box('Cid').right <= beside.left + 1).toBe(true);
    expect(box('Cid').width).toBeGreaterThanOrEqual(300);
    expect(beside.right).toBeLessThanOrEqual(width + 1);
  });

  it('are where they were scrolled to when another is no longer maximised', async () => {
    const { bridge, tile } = await mount(1600);
    const log = () => tile('Ben').getByRole('grid').element();
    for (const { id } of profiles)
      bridge.emit('journal:appended', {
        view: viewOf(bridge, id),
        count: 300,
        before: 0,
        tail: [anEntryRow({ profile: id })],
        reset: false,
        scan: null,
      });
    await expect.poll(() => log().scrollTop).toBeGreaterThan(1000);
    log().scrollTop = 700;
    await tile('Ann').getByRole('button', { name: 'Maximise the tile' }).click();
    await expect.poll(() => tile('Ben').query()).toBeNull();
    await tile('Ann').getByRole('button', { name: 'Restore the tile' }).click();
    await expect.element(tile('Ben')).toBeVisible();
    expect(log().scrollTop).toBe(700);
  });

  it('come into sight when they are stepped to, and have the whole room when maximised', async () => {
    const { box, screen, tile } = await mount(1280);
    await userEvent.keyboard('{Shift>}{F6}{/Shift}');
    await expect.poll(() => inSight(box('Eve'))).toBe(true);
    await userEvent.keyboard('{F6}');
    await expect.poll(() => inSight(box('Ann'))).toBe(true);
    await tile('Ann').getByRole('button', { name: 'Maximise the tile' }).click();
    const main = screen.getByRole('main').element();
    await expect.poll(() => Math.round(box('Ann').width)).toBe(main.clientWidth);
  });
});
