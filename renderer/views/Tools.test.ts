import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ToolDescription, ToolResult } from '../../preload/contract/index.ts';
import App from '../App.svelte';
import { FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';
import '../app.css';
import '../controls.css';

const hash: ToolDescription = {
  id: 'hash',
  group: 'Hashes',
  title: 'Hash or HMAC',
  summary: 'The digest of a content.',
  form: [
    { kind: 'content', name: 'content', label: 'Content', required: true, forms: ['text', 'json', 'binary'] },
    {
      kind: 'choice',
      name: 'keyed',
      label: 'Kind',
      required: false,
      default: 'none',
      options: [
        { value: 'none', label: 'Hash' },
        { value: 'text', label: 'HMAC' },
      ],
    },
    {
      kind: 'secret',
      name: 'key',
      label: 'Key',
      required: false,
      showWhen: { field: 'keyed', oneOf: ['text'] },
    },
  ],
};
const open: ToolDescription = {
  id: 'open',
  group: 'Envelopes',
  title: 'Open an envelope',
  summary: 'With the keyring.',
  form: [{ kind: 'content', name: 'envelope', label: 'Envelope', required: true, forms: ['text', 'binary'] }],
};

const found: ToolResult = {
  text: 'SHA-256 of 3 bytes.',
  output: { as: 'text', text: 'ba7816bf' },
  opened: { state: 'plain' },
  signature: { state: 'none' },
  facts: [{ name: 'In base64', value: 'ungWvw==' }],
};

async function mount(bridge: FakeBridge, size = { width: 1200, height: 800 }) {
  bridge.snapshot = { ...bridge.snapshot, tools: [hash, open] };
  await page.viewport(size.width, size.height);
  const app = await render(App, { props: { bridge } });
  await app.getByRole('button', { name: 'Workbench' }).click();
  const screen = app.getByRole('dialog');
  await expect.element(screen).toBeVisible();
  const list = screen.getByRole('navigation', { name: 'Tools' });
  return { screen, list, result: screen.getByRole('region', { name: 'Result' }) };
}

describe('the workbench', () => {
  it('runs with Ctrl+Enter and shows what came out, and what was found', async () => {
    const bridge = new FakeBridge();
    bridge.answer('tool:run', () => found);
    const { screen, result } = await mount(bridge);
    await expect.poll(() => result.element().textContent).toMatch(/The result will stand here\./);
    await screen.getByRole('textbox', { name: 'Content' }).fill('abc');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.poll(() => result.element().textContent).toMatch(/SHA-256 of 3 bytes\./);
    await expect.poll(() => result.element().textContent).toMatch(/ba7816bf/);
    await expect.poll(() => result.element().textContent).toMatch(/ungWvw==/);
    const input = { content: { as: 'text', text: 'abc' }, keyed: 'none' };
    expect(bridge.inputs('tool:run')).toEqual([{ tool: 'hash', input, secrets: {} }]);
    await result.getByRole('radio', { name: 'Hex' }).click();
    await expect.poll(() => result.element().textContent).toMatch(/62 61 37 38/);
  });

  it('sends a secret as a secret, and none of a field that is not shown', async () => {
    const bridge = new FakeBridge();
    bridge.answer('tool:run', () => found);
    const { screen } = await mount(bridge);
    await screen.getByLabelText('Kind').selectOptions('HMAC');
    await screen.getByLabelText('Key', { exact: true }).fill('hush');
    await screen.getByRole('button', { name: 'Run' }).click();
    await expect.poll(() => bridge.inputs('tool:run').at(-1)).toMatchObject({ secrets: { key: 'hush' } });
    expect(JSON.stringify(bridge.inputs('tool:run').at(-1)?.input)).not.toContain('hush');
    await screen.getByLabelText('Kind').selectOptions('Hash');
    await screen.getByRole('button', { name: 'Run' }).click();
    await expect.poll(() => bridge.inputs('tool:run').at(-1)).toMatchObject({ secrets: {} });
  });

  it('keeps what was typed and earlier results of each tool, until they are cleared', async () => {
    const bridge = new FakeBridge();
    let runs = 0;
    bridge.answer('tool:run', () => {
      runs += 1;
      return { ...found, text: `Answer ${runs}.` };
    });
    const { screen, list, result } = await mount(bridge);
    const content = screen.getByRole('textbox', { name: 'Content' });
    await content.fill('abc');
    for (const count of [1, 2]) {
      await screen.getByRole('button', { name: 'Run' }).click();
      await expect.poll(() => result.element().textContent).toMatch(new RegExp(`Answer ${count}`));
    }
    await list.getByRole('button', { name: 'Open an envelope' }).click();
    await expect.poll(() => result.element().textContent).toMatch(/The result will stand here\./);
    await list.getByRole('button', { name: 'Hash or HMAC' }).click();
    await expect.element(content).toHaveValue('abc');
    await result.getByRole('combobox', { name: 'Earlier results' }).selectOptions('1');
    await expect.poll(() => result.element().textContent).toMatch(/Answer 1\./);
    await screen.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect.element(content).toHaveValue('');
    await expect.poll(() => result.element().textContent).toMatch(/The result will stand here\./);
  });

  it('says at the field what is wrong, and keeps what was typed', async () => {
    const bridge = new FakeBridge();
    bridge.answer('tool:run', () => {
      const fields = { content: 'This is more than 32 MB' };
      throw new FakeRefusal({ code: 'invalid-input', message: 'Some fields need attention.', fields });
    });
    const { screen, result } = await mount(bridge);
    await screen.getByRole('textbox', { name: 'Content' }).fill('abc');
    await screen.getByRole('button', { name: 'Run' }).click();
    await expect.poll(() => screen.getByRole('alert').element().textContent).toMatch(/Some fields need attention\./);
    await expect.element(screen.getByText('This is more than 32 MB')).toBeVisible();
    await expect.element(screen.getByRole('textbox', { name: 'Content' })).toHaveValue('abc');
    await expect.poll(() => result.element().textContent).toMatch(/There is no result/);
  });

  it('shows both verdicts, and the way to the keyring where a key is missing', async () => {
    const bridge = new FakeBridge();
    bridge.answer('tool:run', () => ({
      text: 'The key that opens this is not in the keyring.',
      opened: { state: 'locked', needs: [] },
      signature: { state: 'none' },
      facts: [],
    }));
    const { screen, list, result } = await mount(bridge);
    await list.getByRole('button', { name: 'Open an envelope' }).click();
    await screen.getByRole('button', { name: 'Run' }).click();
    await expect.element(result.getByText('locked')).toBeVisible();
    await expect.element(result.getByRole('button', { name: 'Import the key…' })).toBeVisible();
  });

  it('finds tools by their words, and by the arrows', async () => {
    const { screen, list } = await mount(new FakeBridge());
    await screen.getByRole('searchbox', { name: 'Find a tool' }).fill('envel');
    await expect.element(list.getByRole('button', { name: 'Hash or HMAC' })).not.toBeInTheDocument();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.element(screen.getByRole('form', { name: 'Open an envelope' })).toBeVisible();
    await screen.getByRole('searchbox', { name: 'Find a tool' }).fill('zzz');
    await expect.poll(() => list.element().textContent).toMatch(/No tool is called like that\./);
  });

  it('offers its tools in one line where there is little room', async () => {
    const { screen } = await mount(new FakeBridge(), { width: 620, height: 700 });
    await screen.getByRole('combobox', { name: 'Tool', exact: true }).selectOptions('Open an envelope');
    await expect.element(screen.getByRole('form', { name: 'Open an envelope' })).toBeVisible();
    await expect.element(screen.getByRole('searchbox', { name: 'Find a tool' })).not.toBeInTheDocument();
  });
});
