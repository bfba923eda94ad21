import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import Confirmation from './Confirmation.svelte';

async function mount() {
  const [onconfirm, onclose] = [vi.fn(), vi.fn()];
  const props = { title: 'Clear the log?', text: '12 entries will be deleted.', confirm: 'Clear', onconfirm, onclose };
  const screen = await render(Confirmation, { props });
  const dialog = screen.getByRole('dialog', { name: 'Clear the log?' });
  await expect.element(dialog).toHaveAccessibleDescription('12 entries will be deleted.');
  return { dialog, onconfirm, onclose };
}

describe('Confirmation', () => {
  it('does it only when its button is pressed', async () => {
    const { dialog, onconfirm, onclose } = await mount();
    await dialog.getByRole('button', { name: 'Clear', exact: true }).click();
    expect([onclose.mock.calls.length, onconfirm.mock.calls.length]).toEqual([1, 1]);
  });

  it('does nothing when it is cancelled', async () => {
    const { dialog, onconfirm, onclose } = await mount();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect([onclose.mock.calls.length, onconfirm.mock.calls.length]).toEqual([1, 0]);
  });
});
