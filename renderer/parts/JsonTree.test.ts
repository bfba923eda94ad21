import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { FakeBridge } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import JsonTree from './JsonTree.svelte';

const mount = (text: string) =>
  mountWith(new FakeBridge(), JsonTree, { text, label: 'Message' }, { width: 600, height: 400 });

describe('JsonTree', () => {
  it('shows numbers with every digit and keys that mean something elsewhere', async () => {
    const { screen } = await mount('{"id":12345678901234567890.10,"__proto__":{"polluted":true}}');
    await expect.element(screen.getByText('12345678901234567890.10')).toBeVisible();
    await expect.element(screen.getByText('__proto__')).toBeVisible();
    expect('polluted' in {}).toBe(false);
  });

  it('shows the first hundred members and more when asked', async () => {
    const { screen } = await mount(JSON.stringify(Array.from({ length: 250 }, (_, index) => `item-${index}`)));
    screen.getByRole('tree').element().focus();
    await userEvent.keyboard('{End}');
    await expect.element(screen.getByText('"item-99"')).toBeInViewport();
    await screen.getByText('Show more, 100 are shown').click();
    await userEvent.keyboard('{End}{Enter}{End}');
    await expect.element(screen.getByText('"item-249"')).toBeInViewport();
    expect(screen.getByRole('treeitem').elements().length).toBeLessThan(60);
  });

  it('unfolds a hundred thousand levels one at a time', async () => {
    const { screen } = await mount('['.repeat(100_000) + ']'.repeat(100_000));
    screen.getByRole('tree').element().focus();
    await userEvent.keyboard('{End}{ArrowRight}{ArrowRight}{ArrowRight}');
    await expect.poll(() => screen.getByRole('treeitem').elements().length).toBeGreaterThan(4);
  });

  it('is walked with the arrows and copies path and value', async () => {
    const { screen } = await mount('{"a":{"b-c":["x","y\\u202e"]}}');
    const copied: string[] = [];
    navigator.clipboard.writeText = async (text) => void copied.push(text);
    const tree = screen.getByRole('tree');
    tree.element().focus();
    await userEvent.keyboard('{End}{ArrowRight}{End}');
    const line = screen.getByRole('treeitem', { selected: true });
    await expect.element(tree).toHaveAttribute('aria-activedescendant', line.element().id);
    await screen.getByRole('button', { name: 'Copy path' }).click();
    await expect.element(screen.getByRole('status').first()).toHaveTextContent('Copied');
    await screen.getByRole('button', { name: 'Copy value' }).click();
    await expect.poll(() => copied).toEqual(['$.a["b-c"][1]', 'y\u202e']);
    tree.element().focus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await expect.element(screen.getByRole('treeitem', { selected: true })).toHaveAttribute('aria-expanded', 'false');
  });
});
