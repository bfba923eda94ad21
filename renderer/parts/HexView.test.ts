import { describe, expect, it } from 'vitest';
import { FakeBridge } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import HexView from './HexView.svelte';

const bytes = Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 256);
const mount = (width: number) => mountWith(new FakeBridge(), HexView, { bytes }, { width, height: 300 });

describe('HexView', () => {
  it('shows 16 bytes a line where there is room, with offset and characters', async () => {
    const { screen } = await mount(700);
    await expect.element(screen.getByText('00040', { exact: true })).toBeVisible();
    await expect.element(screen.getByText('40 41 42 43 44 45 46 47  48 49 4a 4b 4c 4d 4e 4f').first()).toBeVisible();
    await expect.element(screen.getByText('@ABCDEFGHIJKLMNO').first()).toBeVisible();
  });

  it('shows 8 where there is not', async () => {
    const { screen } = await mount(400);
    await expect.element(screen.getByText('@ABCDEFG', { exact: true }).first()).toBeVisible();
  });

  it('makes only the lines in sight of a million bytes', async () => {
    const { screen } = await mount(700);
    const group = screen.getByRole('group', { name: '1,000,000 bytes in hexadecimal' });
    await expect.element(group).toBeVisible();
    group.element().scrollTop = group.element().scrollHeight;
    await expect.element(screen.getByText('f4230', { exact: true })).toBeInViewport();
    expect(group.element().querySelectorAll('.line').length).toBeLessThan(60);
  });
});
