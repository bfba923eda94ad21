import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Entry, EntryRow, Offer } from '../../preload/contract/index.ts';
import { aConnection, anEntryRow, aProfile, FakeBridge } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import type { ToolInput } from '../parts/workbench-input.ts';
import Inspector from './Inspector.svelte';

function anEntry(row: Partial<EntryRow>, part: Partial<Entry> = {}): Entry {
  const payload = { args: '[{"content":"Hello"},"key-1",17]', binaries: [], size: 32, cut: false };
  return { row: anEntryRow({ id: 7, ...row }), payload, facts: [], related: [], offers: [], links: [], ...part };
}

async function mount(entry: Entry, bridge = new FakeBridge()) {
  let current = entry;
  bridge.answer('journal:entry', () => current);
  const performed: unknown[][] = [];
  const gone: number[] = [];
  const worked: ToolInput[] = [];
  const props = {
    entry: 7 as number | null,
    onselect: (id: number) => gone.push(id),
    onclose: () => gone.push(-1),
    onperform: (...all: unknown[]) => performed.push(all),
    onkeyring: () => gone.push(-2),
    onworkbench: (input: ToolInput) => worked.push(input),
  };
  const view = await mountWith(bridge, Inspector, props, { width: 640, height: 600 });
  const tab = (name: string) => view.screen.getByRole('tab', { name }).click();
  return { ...view, bridge, performed, gone, worked, tab, become: (next: Entry) => (current = next) };
}

describe('Inspector', () => {
  it('shows what the envelope held before what was sent', async () => {
    const { screen, tab } = await mount(
      anEntry({ opened: { state: 'opened', by: 'Bob' } }, { inside: { text: '{"secret":"tea at five"}', cut: false } }),
    );
    await expect.element(screen.getByText('"tea at five"')).toBeVisible();
    await tab('Arguments');
    await expect.element(screen.getByText('"Hello"')).toBeVisible();
    await expect.element(screen.getByRole('button', { name: '1 object' })).toHaveAttribute('aria-pressed', 'true');
    await expect.element(screen.getByText('key-1')).toBeVisible();
    await expect.element(screen.getByText('17', { exact: true })).toBeVisible();
  });

  it('has the comment and the colour of a bookmark, and follows an exchange where there is one', async () => {
    const bookmark = { comment: 'Look here', colour: null };
    const { screen, bridge, tab } = await mount(anEntry({ bookmark, exchange: 'x-1' }));
    const last = () => bridge.inputs('journal:bookmark').at(-1);
    const comment = screen.getByRole('textbox', { name: 'Comment of the bookmark' });
    await expect.element(comment).toHaveValue('Look here');
    await comment.fill('It began here');
    await userEvent.keyboard('{Enter}');
    await expect.poll(last).toEqual({ id: 7, bookmark: { comment: 'It began here', colour: null } });
    await screen.getByRole('combobox', { name: 'Colour of the bookmark' }).selectOptions('green');
    await expect.poll(last).toEqual({ id: 7, bookmark: { comment: 'Look here', colour: 'green' } });
    await screen.getByRole('button', { name: 'Take the bookmark away' }).click();
    await expect.poll(last).toEqual({ id: 7, bookmark: null });
    await tab('Related');
    await expect.element(screen.getByRole('button', { name: 'Follow this exchange' })).toBeVisible();
  });

  it('shows what a message says before what is around it', async () => {
    const text = JSON.stringify({ headers: { from: 'a', to: 'b' }, content: '{"total":12}' });
    const { screen } = await mount(anEntry({ preview: '{"total":12}' }, { inside: { text, cut: false } }));
    const tree = (name: string) => screen.getByRole('tree', { name }).element().textContent;
    await expect.poll(() => tree('Content')).toContain('total: 12');
    await expect.element(screen.getByText('alice@post.example').last()).toBeVisible();
    await screen.getByRole('radio', { name: 'Whole message' }).click();
    await expect.poll(() => tree('Message')).toContain('headers: { }');
  });

  it('takes the argument that the preview came from for the message, wherever it stands', async () => {
    const args = JSON.stringify(['session-17', { type: 'text', payload: { text: 'Welcome!' } }]);
    const payload = { args, binaries: [], size: 70, cut: false };
    const { screen } = await mount(anEntry({ preview: 'Welcome!' }, { payload }));
    await expect.element(screen.getByRole('tabpanel').getByText('Welcome!')).toBeVisible();
    await screen.getByRole('radio', { name: 'Whole message' }).click();
    const tree = screen.getByRole('tree', { name: 'Message' });
    await expect.poll(() => tree.element().textContent).toContain('type: "text"');
  });

  it('takes what follows the missing error of a callback for the message', async () => {
    const payload = { args: '[null,"Subscribed."]', binaries: [], size: 20, cut: false };
    const { screen } = await mount(anEntry({ preview: 'Subscribed.' }, { payload }));
    await expect.element(screen.getByRole('tabpanel').getByText('Subscribed.')).toBeVisible();
  });

  it('shows hostile text as text and names what would not be seen', async () => {
    const text = '<img src=x onerror=alert(1)>\u202E{{evil}}\u0000';
    const args = JSON.stringify([text]);
    const { screen } = await mount(
      anEntry({ kind: '<b>kind</b>' }, { payload: { args, binaries: [], size: 9, cut: false } }),
    );
    await expect.element(screen.getByText(/^<img src=x onerror=alert\(1\)>/)).toBeVisible();
    await expect.element(screen.getByText('U+202E')).toBeVisible();
    await expect.element(screen.getByText('U+0000')).toBeVisible();
    await expect.element(screen.getByRole('heading', { name: '<b>kind</b>' })).toBeVisible();
  });

  it('says that a payload is cut and loads all of it', async () => {
    const part = { args: '["the beginn', binaries: [], size: 52_000_000, cut: true };
    const { screen, bridge, become } = await mount(anEntry({}, { payload: part }));
    await expect.element(screen.getByText('The first 256 kB of 52 MB are shown.')).toBeVisible();
    await expect.element(screen.getByText('the beginn')).toBeVisible();
    become(anEntry({}, { payload: { ...part, args: '["the beginning and the end"]', cut: false } }));
    await screen.getByRole('button', { name: 'Load all' }).click();
    await expect.element(screen.getByText('the beginning and the end')).toBeVisible();
    expect(bridge.inputs('journal:entry').map(({ limit }) => limit)).toEqual([256_000, 200_000_000]);
    await expect.poll(() => screen.getByText(/^The first/).query()).toBeNull();
  });

  it('keeps opening and signature apart, and says which key is needed', async () => {
    const { screen, tab, gone } = await mount(
      anEntry(
        {
          opened: { state: 'locked', needs: [{ issuer: 'CN=bob', serial: '4f2a' }] },
          signature: { state: 'wrong', reason: 'Another key signed it.' },
        },
        { facts: [{ name: 'Content encryption', value: 'AES-256-CBC' }] },
      ),
    );
    await tab('Verdicts');
    const opened = screen.getByRole('region', { name: 'Opened' });
    await expect.element(opened.getByText('CN=bob')).toBeVisible();
    await expect.element(opened.getByText('4f2a')).toBeVisible();
    const signature = screen.getByRole('region', { name: 'Signature' });
    await expect.element(signature.getByText('Another key signed it.')).toBeVisible();
    await expect.element(screen.getByText('AES-256-CBC')).toBeVisible();
    await opened.getByRole('button', { name: 'Import the key…' }).click();
    expect(gone).toEqual([-2]);
  });

  it('takes the whole envelope to the workbench, and nothing that was neither sealed nor signed', async () => {
    const pem = '-----BEGIN PKCS7-----\\nMIIB\\n-----END PKCS7-----';
    const part = { args: `["${pem.slice(0, 30)}`, binaries: [], size: 9_000_000, cut: true };
    const opened = { state: 'opened', by: 'Bob' } as const;
    const { screen, tab, worked, become, bridge } = await mount(anEntry({ opened }, { payload: part }));
    await tab('Verdicts');
    become(anEntry({ opened }, { payload: { ...part, args: `["${pem}"]`, cut: false } }));
    await screen.getByRole('button', { name: 'Open in the workbench…' }).click();
    const text = pem.replaceAll('\\n', '\n');
    await expect.poll(() => worked).toEqual([{ tool: 'open', input: { envelope: { as: 'text', text } } }]);
    become(anEntry({}));
    bridge.emit('journal:revised', { view: crypto.randomUUID(), rows: [anEntryRow({ id: 7 })] });
    await expect.poll(() => screen.getByRole('button', { name: 'Open in the workbench…' }).query()).toBeNull();
  });

  it('sets warnings apart from other facts', async () => {
    const facts = [
      { name: 'Content encryption', value: '3DES-CBC' },
      { name: 'Warning', value: '3DES is weak.' },
    ];
    const { screen, tab } = await mount(anEntry({ opened: { state: 'opened', by: 'Bob' } }, { facts }));
    await tab('Verdicts');
    await expect.element(screen.getByText('3DES is weak.')).toBeVisible();
    const [plain, warning] = ['3DES-CBC', '3DES is weak.'].map((text) => {
      const shown = screen.getByText(text, { exact: true }).element().closest('dd');
      return shown && getComputedStyle(shown);
    });
    expect(warning?.color).not.toBe(plain?.color);
    expect(warning?.backgroundColor).not.toBe(plain?.backgroundColor);
  });

  it('goes to the other entries of the exchange', async () => {
    const related = [anEntryRow({ id: 9, kind: 'report', at: 1_760_000_002_000, preview: 'written' })];
    const { screen, tab, gone } = await mount(anEntry({ at: 1_760_000_001_960 }, { related }));
    await tab('Related (1)');
    await expect.element(screen.getByText('+40 ms')).toBeVisible();
    await screen.getByRole('button', { name: /report/ }).click();
    expect(gone).toEqual([9]);
  });

  it('asks again when the entry was revised', async () => {
    const { screen, bridge, become } = await mount(anEntry({ opened: { state: 'pending' } }));
    await expect.element(screen.getByText('sealed', { exact: true })).toBeVisible();
    become(anEntry({ opened: { state: 'opened', by: 'Bob' } }, { inside: { text: 'now readable', cut: false } }));
    bridge.emit('journal:revised', { view: crypto.randomUUID(), rows: [anEntryRow({ id: 7 })] });
    await expect.element(screen.getByText('now readable')).toBeVisible();
  });

  it('shows binary arguments in hex', async () => {
    const binaries = [{ path: [0, 'signature'], base64: btoa('\u0000\u00ffAB'), size: 4 }];
    const args = '[{"signature":null}]';
    const { screen } = await mount(anEntry({}, { payload: { args, binaries, size: 20, cut: false } }));
    await screen.getByText('4 B of bytes').click();
    await expect.element(screen.getByText('00 ff 41 42')).toBeVisible();
    await expect.element(screen.getByText('··AB')).toBeVisible();
  });

  it('sends again, edits and closes', async () => {
    const { screen, performed, gone } = await mount(
      anEntry({ profile: 'p' }, { resend: { action: 'send', input: { to: 'b' } } }),
    );
    await screen.getByRole('button', { name: 'Send again' }).click();
    await screen.getByRole('button', { name: 'Edit and send' }).click();
    expect(performed).toEqual([
      ['p', 'send', { to: 'b' }, 'run'],
      ['p', 'send', { to: 'b' }, 'compose'],
    ]);
    await userEvent.keyboard('{Escape}');
    expect(gone).toEqual([-1]);
  });

  it('offers what can be done with an entry on the connection that it came over', async () => {
    const bob = aProfile({ name: 'Bob' });
    const offers: Offer[] = [
      { label: 'Yes', action: 'reply', input: { text: 'yes' }, how: 'run' },
      { label: 'Other', action: 'send', input: {}, how: 'compose' },
      { label: 'Block', action: 'block', input: {}, how: 'confirm' },
    ];
    const bridge = new FakeBridge({
      profiles: [bob],
      connections: [aConnection(bob.id, { state: 'open', since: 1 })],
    });
    const { screen, performed } = await mount(anEntry({ profile: bob.id }, { offers }), bridge);
    await screen.getByRole('button', { name: 'Yes' }).click();
    await screen.getByRole('button', { name: 'Other' }).click();
    await screen.getByRole('button', { name: 'Block' }).click();
    await screen.getByRole('alertdialog').getByRole('button', { name: 'Block' }).click();
    expect(performed).toEqual([
      [bob.id, 'reply', { text: 'yes' }, 'run'],
      [bob.id, 'send', {}, 'compose'],
      [bob.id, 'block', {}, 'run'],
    ]);
    bridge.emit('connection:changed', aConnection(bob.id));
    await expect.element(screen.getByRole('button', { name: 'Yes' })).toBeDisabled();
    await expect.element(screen.getByText('Not connected: connect first.')).toBeVisible();
  });

  it('shows where a link leads and opens it only when it is chosen', async () => {
    const links = [
      { label: 'Invoice\u202E', url: 'https://files.example/invoice.pdf', type: 'application/pdf' },
      { label: 'Picture', url: 'http://files.example/cat.png' },
    ];
    const { screen, bridge } = await mount(anEntry({}, { links }));
    await expect.element(screen.getByText('https://files.example/invoice.pdf')).toBeVisible();
    await expect.element(screen.getByText('application/pdf')).toBeVisible();
    await expect.element(screen.getByRole('button', { name: 'Open Picture' })).toBeDisabled();
    expect(document.querySelectorAll('img, a[href]')).toHaveLength(0);
    expect(bridge.inputs('app:open-link')).toEqual([]);
    await screen.getByRole('button', { name: 'Open Invoice[U+202E]' }).click();
    expect(bridge.inputs('app:open-link')).toEqual([{ url: 'https://files.example/invoice.pdf' }]);
  });
});
