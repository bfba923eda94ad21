import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { FakeBridge } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import FilterLine from './FilterLine.svelte';

async function mount(values: Record<string, string[]> = {}, width = 500) {
  const left: string[] = [];
  const asked: string[][] = [];
  const props = {
    value: '',
    label: 'Filter the log',
    suggest: async (field: string, text: string) => {
      asked.push([field, text]);
      return values[field] ?? [];
    },
    onleave: () => left.push('left'),
  };
  const { screen } = await mountWith(new FakeBridge(), FilterLine, props, { width, height: 400 });
  const box = screen.getByRole('combobox', { name: 'Filter the log' });
  const input = box.element() as HTMLInputElement;
  const options = () =>
    screen
      .getByRole('option')
      .elements()
      .map((option) => option.textContent?.trim());
  await box.click();
  return { screen, box, input, left, asked, options };
}

/** The texts of runs in the mirror. */
function runs(screen: { container: Element }, selector = '[data-text]'): (string | undefined)[] {
  return [...screen.container.querySelectorAll<HTMLElement>(`.mirror ${selector}`)].map(({ dataset }) => dataset.text);
}

describe('FilterLine', () => {
  it('shows the same text in colours, and follows it when it is longer than the box', async () => {
    const { screen, input } = await mount({}, 200);
    await userEvent.keyboard('kind:"two words" or a long, long, long, long filter');
    const mirror = screen.container.querySelector('.mirror') as HTMLElement;
    await expect.poll(() => runs(screen).join('')).toBe(input.value);
    const [first, last] = [mirror.querySelector('.field'), mirror.querySelector('.word:last-child')];
    expect(runs(screen, '.field')).toEqual(['kind']);
    const edge = input.getBoundingClientRect().right;
    await expect.poll(() => Math.abs((last?.getBoundingClientRect().right ?? 0) - edge)).toBeLessThan(3);
    await userEvent.keyboard('{Home}');
    await expect.poll(() => first?.getBoundingClientRect().left).toBe(input.getBoundingClientRect().left);
  });

  it('says what is wrong and marks exactly that', async () => {
    const { screen, box } = await mount();
    await userEvent.keyboard('a size>big b');
    await expect.element(screen.getByText('size is an amount such as 500, 1.5k or 2m.')).toBeVisible();
    await expect.element(box).toHaveAttribute('aria-invalid', 'true');
    await expect.element(box).toHaveAccessibleDescription(/size is an amount/);
    expect(runs(screen, '.wrong')).toEqual(['big']);
    await userEvent.keyboard('{Escape}');
    await expect.element(box).toHaveValue('');
    await expect.element(box).toHaveAttribute('aria-invalid', 'false');
  });

  it('completes names, then values, by keyboard', async () => {
    const { screen, box, options, asked } = await mount({ kind: ['produce', 'ready steady'] });
    await userEvent.keyboard('ki');
    await expect.element(screen.getByRole('listbox')).toBeVisible();
    await expect.element(box).toHaveAttribute('aria-expanded', 'true');
    expect(options()).toEqual(["kind: the event's name"]);
    await userEvent.keyboard('{Tab}');
    await expect.element(box).toHaveValue('kind:');
    await expect.poll(() => options()).toEqual(['produce', '"ready steady"']);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    const option = screen.getByRole('option', { selected: true });
    await expect.element(box).toHaveAttribute('aria-activedescendant', option.element().id);
    await userEvent.keyboard('{Enter}');
    await expect.element(box).toHaveValue('kind:"ready steady" ');
    await expect.element(screen.getByRole('listbox')).not.toBeInTheDocument();
    expect(asked.at(-1)).toEqual(['kind', '']);
  });

  it('opens on request, closes before it clears, and takes an option by mouse', async () => {
    const { screen, box, options } = await mount();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => options().length).toBeGreaterThan(10);
    await userEvent.keyboard('{Escape}');
    await expect.element(screen.getByRole('listbox')).not.toBeInTheDocument();
    await userEvent.keyboard('verdict:w');
    await screen.getByRole('option', { name: /^wrong/ }).click();
    await expect.element(box).toHaveValue('verdict:wrong ');
    await expect.element(box).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(box).toHaveValue('');
  });

  it('applies what was typed when it is left, and not after what is given meanwhile', async () => {
    const { input } = await mount();
    input.value = 'size>big';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    input.blur();
    await tick();
    expect(input.getAttribute('aria-invalid')).toBe('true');
  });

  it('leaves Enter to a filter that is finished', async () => {
    const { screen, box, left } = await mount();
    await userEvent.keyboard('to');
    await expect.element(screen.getByRole('listbox')).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(box).toHaveValue('to');
    expect(left).toEqual(['left']);
  });
});
