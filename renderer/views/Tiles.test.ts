import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import App from '../App.svelte';
import { aProfile, FakeBridge } from '../fake-bridge.fixture.ts';

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

/** Whether a tile lies whole within the window. */
const inSight = ({ left, right }: DOMRect) => left >= 0 && right <= window.innerWidth + 1;

describe('Tiles', () => {
  it('fit where there is room, and are scrolled where there is not', async () => {
    const { box, screen } = await mount(2200);
    await expect.poll(() => inSight(box('Eve'))).toBe(true);
    await page.viewport(1280, 700);
    await expect.poll(() => box('Eve').width).toBe(360);
    expect(inSight(box('Ann'))).toBe(true);
    expect(inSight(box('Eve'))).toBe(false);
    await screen.getByRole('treeitem', { name: /Eve/ }).click();
    await expect.poll(() => inSight(box('Eve'))).toBe(true);
  });

  it('stay in sight where they are active and what is beside takes room', async () => {
    const { box, tile } = await mount(1400);
    await tile('Cid').getByRole('searchbox').click();
    await expect.poll(() => inSight(box('Cid'))).toBe(true);
    await page.viewport(900, 700);
    await expect.poll(() => inSight(box('Cid'))).toBe(true);
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
