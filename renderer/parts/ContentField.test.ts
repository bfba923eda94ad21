import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Field } from '../../preload/contract/index.ts';
import { FakeBridge } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import ContentField from './ContentField.svelte';
import type { ContentDraft } from './content-forms.ts';

const field: Extract<Field, { kind: 'content' }> = {
  kind: 'content',
  name: 'content',
  label: 'Content',
  required: true,
  forms: ['text', 'json', 'binary'],
};

async function mount(value: ContentDraft, forms = field.forms) {
  const props = { field: { ...field, forms }, value };
  const { screen } = await mountWith(new FakeBridge(), ContentField, props, { width: 500, height: 400 });
  const form = (name: string) => screen.getByRole('radio', { name }).click();
  return { screen, form };
}

describe('ContentField', () => {
  it('keeps the content through all its forms', async () => {
    const { screen, form } = await mount({ as: 'text', text: '{"a":[1,2.50]}' });
    await form('JSON');
    await screen.getByRole('button', { name: 'Format' }).click();
    await expect.element(screen.getByText('2.50')).toBeVisible();
    await form('Binary');
    const hex = screen.getByRole('textbox', { name: 'Content as hex' });
    await expect.poll(() => (hex.element() as HTMLTextAreaElement).value).toMatch(/^7b 0a 20 20 22 61/);
    await form('Text');
    await expect
      .element(screen.getByRole('textbox', { name: 'Content' }))
      .toHaveValue('{\n  "a": [\n    1,\n    2.50\n  ]\n}');
  });

  it('sets bytes aside that are no text, and gives them back', async () => {
    const { screen, form } = await mount({ as: 'binary', base64: btoa('\u00ff\u00fe') });
    await form('Text');
    await expect.element(screen.getByText(/cannot be written in this form.* choose Binary/)).toBeVisible();
    await expect.element(screen.getByRole('textbox', { name: 'Content' })).toHaveValue('');
    await form('Binary');
    await expect.element(screen.getByRole('textbox', { name: 'Content as hex' })).toHaveValue('ff fe');
  });

  it('says what is no hex and keeps the last good bytes', async () => {
    const { screen } = await mount({ as: 'binary', base64: btoa('AB') });
    const hex = screen.getByRole('textbox', { name: 'Content as hex' });
    await hex.fill('41 4');
    await expect.element(hex).toHaveAccessibleDescription(/not pairs of hexadecimal digits/);
    await expect.element(screen.getByText('2 B')).toBeVisible();
    await hex.fill('0x41:42,43');
    await expect.element(screen.getByText('3 B')).toBeVisible();
    await screen.getByLabelText('Notation of Content').selectOptions('base64');
    await expect.element(screen.getByRole('textbox', { name: 'Content as base64' })).toHaveValue('QUJD');
  });

  it('says while typing that it is not JSON yet', async () => {
    const { screen } = await mount({ as: 'json', text: '' });
    await screen.getByRole('textbox', { name: 'Content' }).click();
    await userEvent.keyboard('12e');
    await expect.element(screen.getByText('This is not JSON yet.')).toBeVisible();
    await userEvent.keyboard('5');
    await expect.poll(() => screen.getByText('This is not JSON yet.').query()).toBeNull();
  });

  it('takes numbers as they are typed, and switches', async () => {
    const { screen } = await mount({ as: 'text', text: '12' }, ['text', 'json', 'number', 'boolean', 'binary']);
    const form = screen.getByLabelText('Form of content');
    const content = screen.getByRole('textbox', { name: 'Content' });
    await form.selectOptions('Number');
    await expect.element(content).toHaveValue('12');
    await content.fill('1.50');
    await expect.element(content).toHaveValue('1.50');
    await content.fill('1.5e');
    await expect.element(screen.getByText('This is not a number yet.')).toBeVisible();
    await form.selectOptions('True or false');
    await expect.element(screen.getByText(/It is kept: choose Number/)).toBeVisible();
    await screen.getByRole('combobox', { name: 'Content', exact: true }).selectOptions('true');
    await form.selectOptions('JSON');
    await expect.element(screen.getByRole('textbox', { name: 'Content' })).toHaveTextContent('true');
  });
});
