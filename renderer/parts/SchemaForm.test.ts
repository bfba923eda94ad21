import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Form } from '../../preload/contract/index.ts';
import SchemaForm from './SchemaForm.svelte';

const form: Form = [
  { kind: 'text', name: 'url', label: 'Server URL', required: true, help: 'Where the server is.' },
  {
    kind: 'choice',
    name: 'mode',
    label: 'Mode',
    required: true,
    default: 'plain',
    options: options('plain', 'signed'),
  },
  { kind: 'text', name: 'key', label: 'Key name', required: true, showWhen: { field: 'mode', oneOf: ['signed'] } },
  { kind: 'number', name: 'wait', label: 'Wait', required: false, whole: true, default: 5, unit: 's' },
  { kind: 'switch', name: 'again', label: 'Try again', required: true, default: true },
  { kind: 'secret', name: 'password', label: 'Password', required: true },
  { kind: 'texts', name: 'destinations', label: 'Destinations', required: false },
  {
    kind: 'rows',
    name: 'headers',
    label: 'Extra headers',
    required: false,
    section: 'Network and TLS',
    fields: [
      { kind: 'text', name: 'name', label: 'Name', required: true },
      { kind: 'text', name: 'value', label: 'Value', required: true },
    ],
  },
];

function options(...values: string[]) {
  return values.map((value) => ({ value, label: value }));
}

function mount(more: Record<string, unknown> = {}) {
  return render(SchemaForm, { props: { form, value: {}, errors: {}, ...more } });
}

describe('SchemaForm', () => {
  it('names each control, ties its help to it and shows defaults', async () => {
    const screen = await mount();
    await expect.element(screen.getByLabelText('Server URL')).toHaveAccessibleDescription('Where the server is.');
    await expect.element(screen.getByLabelText('Mode')).toHaveValue('plain');
    await expect.element(screen.getByLabelText(/^Wait/)).toHaveAttribute('placeholder', '5');
    await expect.element(screen.getByRole('switch', { name: 'Try again' })).toBeChecked();
  });

  it('shows a field only while the other has the value it asks for', async () => {
    const screen = await mount();
    expect(screen.getByLabelText('Key name').query()).toBeNull();
    await screen.getByLabelText('Mode').selectOptions('signed');
    await expect.element(screen.getByLabelText('Key name')).toBeVisible();
  });

  it('ties a problem to its field and keeps what was typed', async () => {
    const value = { url: 'nonsense', wait: 'soon' };
    const screen = await mount({ value, errors: { url: 'This is no URL.', wait: 'Give a number.' } });
    const url = screen.getByLabelText('Server URL');
    await expect.element(url).toHaveValue('nonsense');
    await expect.element(url).toHaveAttribute('aria-invalid', 'true');
    await expect.element(url).toHaveAccessibleDescription('Where the server is. This is no URL.');
    await expect.element(screen.getByLabelText(/^Wait/)).toHaveValue('soon');
  });

  it('adds and removes rows', async () => {
    const screen = await mount();
    expect(screen.getByRole('button', { name: 'Add to Extra headers' }).query()).toBeNull();
    await screen.getByText('Network and TLS').click();
    await screen.getByRole('button', { name: 'Add to Extra headers' }).click();
    await screen.getByRole('group', { name: 'Extra headers, row 1' }).getByLabelText('Name').fill('X-Trace');
    await screen.getByRole('button', { name: 'Remove row 1 of Extra headers' }).click();
    expect(screen.getByLabelText('Name', { exact: true }).query()).toBeNull();
  });

  it('opens a folded section that holds a problem', async () => {
    const value = { headers: [{ name: 'a b', value: '' }] };
    const screen = await mount({ value, errors: { 'headers.0.name': 'Not a header name.' } });
    await expect.element(screen.getByText('Not a header name.')).toBeVisible();
  });

  it('says where a secret is, and replaces it only when asked', async () => {
    const screen = await mount({ secrets: { password: 'kept' } });
    await expect.element(screen.getByText('Kept on this machine')).toBeVisible();
    await screen.getByRole('button', { name: 'Replace Password' }).click();
    const input = screen.getByLabelText('Password', { exact: true });
    await expect.element(input).toHaveAttribute('type', 'password');
    await screen.getByRole('button', { name: 'Leave as it is' }).click();
    await expect.element(screen.getByText('Kept on this machine')).toBeVisible();
  });

  it('shows a typed secret once, until the field is left', async () => {
    const screen = await mount();
    const input = screen.getByLabelText('Password', { exact: true });
    await input.fill('s3cret');
    await screen.getByRole('button', { name: 'Show Password once' }).click();
    await expect.element(input).toHaveAttribute('type', 'text');
    await screen.getByLabelText('Server URL').click();
    await expect.element(input).toHaveAttribute('type', 'password');
    await expect.element(input).toHaveValue('s3cret');
  });

  it('takes several texts', async () => {
    const screen = await mount();
    await screen.getByRole('button', { name: 'Add to Destinations' }).click();
    await screen.getByLabelText('Destinations, 1').fill('one');
    await screen.getByRole('button', { name: 'Add to Destinations' }).click();
    await expect.element(screen.getByLabelText('Destinations, 1')).toHaveValue('one');
    await expect.element(screen.getByLabelText('Destinations, 2')).toHaveValue('');
  });

  it('counts the bytes of a text, and says when there are too many', async () => {
    const short: Form = [{ kind: 'text', name: 'text', label: 'Text', required: true, maximumBytes: 10 }];
    const screen = await mount({ form: short });
    const text = screen.getByLabelText('Text');
    await text.fill('Grüße');
    await expect.element(text).toHaveAccessibleDescription('7 of 10 bytes');
    await text.fill('Grüße an alle');
    await expect.element(text).toHaveAccessibleDescription('15 of 10 bytes: too long');
    await expect.element(screen.getByRole('status')).toHaveTextContent('More than 10 bytes: too long.');
  });

  it('edits JSON in a text and keeps what is none', async () => {
    const json: Form = [{ kind: 'text', name: 'fields', label: 'Fields', required: true, language: 'json' }];
    const screen = await mount({ form: json, errors: { fields: 'This is needed' } });
    const fields = screen.getByRole('textbox', { name: 'Fields' });
    await expect.element(fields).toHaveAttribute('aria-invalid', 'true');
    await fields.click();
    await userEvent.keyboard('[[1,');
    await expect.element(screen.getByText('This is not JSON yet.')).toBeVisible();
    await expect.element(screen.getByText('This is needed')).toBeVisible();
  });

  it('lists arguments: added, put in order and removed', async () => {
    const forms = ['text', 'json', 'number', 'boolean', 'binary'] as const;
    const list: Form = [
      {
        kind: 'rows',
        name: 'args',
        label: 'Arguments',
        required: false,
        fields: [{ kind: 'content', name: 'value', label: 'Argument', required: true, forms: [...forms] }],
        default: [{ value: { as: 'text', text: 'one' } }, { value: { as: 'number', number: 2 } }],
      },
    ];
    const screen = await mount({ form: list });
    const argument = (number: number) => screen.getByRole('textbox', { name: `Argument ${number}` });
    await expect.element(argument(1)).toHaveValue('one');
    await screen.getByRole('button', { name: 'Move row 2 of Arguments up' }).click();
    await expect.element(argument(1)).toHaveValue('2');
    await expect.element(argument(2)).toHaveValue('one');
    await expect.element(screen.getByRole('button', { name: 'Move row 1 of Arguments down' })).toHaveFocus();
    await screen.getByRole('button', { name: 'Add to Arguments' }).click();
    await expect.element(argument(3)).toHaveFocus();
    await screen.getByRole('button', { name: 'Remove row 1 of Arguments' }).click();
    await expect.element(argument(1)).toHaveValue('one');
    expect(argument(3).query()).toBeNull();
  });
});
