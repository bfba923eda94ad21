import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import type { KeyringItem } from '../../preload/contract/index.ts';
import App from '../App.svelte';
import { anEntryRow, aProfile, FakeBridge, FakeRefusal } from '../fake-bridge.fixture.ts';
import {
  aCertificate,
  anIdentity,
  aPeer,
  aReading,
  aSharedKey,
  certificatePart,
  lockedPart,
  privateKeyPart,
} from '../keyring.fixture.ts';

const office = aProfile({ name: 'Office' });

async function mount(keyring: KeyringItem[] = [], size = { width: 1280, height: 800 }) {
  await page.viewport(size.width, size.height);
  const bridge = new FakeBridge({ keyring, profiles: [office] });
  const screen = await render(App, { props: { bridge } });
  await screen.getByRole('button', { name: 'Keyring' }).click();
  const dialog = screen.getByRole('dialog');
  await expect.element(dialog).toBeVisible();
  return { bridge, screen, dialog };
}

async function mountImport(keyring: KeyringItem[] = []) {
  const mounted = await mount(keyring);
  await mounted.dialog.getByRole('button', { name: /^Import/ }).click();
  return mounted;
}

const bobs = aCertificate('bob');
const file = (name = 'bob.p12') => new File(['sealed'], name);

describe('Keyring', () => {
  it('says what to do when it is empty', async () => {
    const { dialog } = await mount();
    await expect.element(dialog.getByRole('heading', { name: 'The keyring is empty' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Import a key or certificate…' }).click();
    await expect.element(dialog.getByLabelText('Files with keys or certificates')).toHaveFocus();
  });

  it.each([1600, 1000, 700])('lists and shows all of it at %i pixels', async (width) => {
    const usedBy = [office.id];
    const expired = { notAfter: Date.now() - 1000, warnings: [{ code: 'expired' as const, text: 'It ended.' }] };
    const chain = [aCertificate('Acme Root', { authority: true })];
    const { dialog } = await mount(
      [
        anIdentity('alice', { usedBy, chain }),
        aPeer('bob', expired),
        anIdentity('carol', { privateKey: 'unknown', demo: true }),
        aSharedKey('group 7', { key: 'in-memory' }),
      ],
      { width, height: 800 },
    );
    const list = dialog.getByRole('listbox', { name: 'Keyring' });
    await expect.element(list.getByRole('group', { name: 'Identities 2' })).toBeVisible();
    await expect.element(list.getByRole('option', { name: /alice .* Key kept/ })).toBeVisible();
    await expect.element(list.getByRole('option', { name: /bob .* Expired/ })).toBeInTheDocument();
    await expect.element(list.getByRole('option', { name: /group 7 AES 256 Key in memory/ })).toBeInTheDocument();
    const details = dialog.getByRole('region', { name: /^Details of .*alice$/ });
    await expect.element(details.getByText(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/).first()).toBeVisible();
    await details.getByText('1 certificate vouches for it').click();
    await expect.element(details.getByText('C=DE, O=Acme, CN=Acme Root').first()).toBeVisible();
    const { scrollWidth, clientWidth } = document.querySelector('.modal') as HTMLElement;
    expect(scrollWidth).toBe(clientWidth);
  });

  it('leads to the tile of a profile that uses a key', async () => {
    const { screen, dialog } = await mount([anIdentity('alice', { usedBy: [office.id] })]);
    await dialog.getByRole('button', { name: 'Office' }).click();
    await expect.element(screen.getByRole('region', { name: 'Office' })).toBeVisible();
    expect(dialog.query()).toBeNull();
  });

  it('is filtered by words, and read with the keyboard', async () => {
    const { dialog } = await mount([anIdentity('alice'), aPeer('bob'), aPeer('carol')]);
    await dialog.getByRole('searchbox').fill('office -alice');
    await expect.element(dialog.getByText('2 hits')).toBeVisible();
    await dialog.getByRole('searchbox').click();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(dialog.getByRole('listbox')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(dialog.getByRole('option', { name: /carol/ })).toHaveAttribute('aria-selected', 'true');
    await expect.element(dialog.getByRole('region', { name: /Details of .*carol/ })).toBeVisible();
    await dialog.getByRole('searchbox').fill('nobody');
    await expect.element(dialog.getByText('Nothing in the keyring matches the filter.')).toBeVisible();
  });

  it('removes with Delete only after a confirmation', async () => {
    const { bridge, dialog } = await mount([anIdentity('alice'), aPeer('bob')]);
    await expect.element(dialog.getByRole('option', { name: /alice/ })).toBeVisible();
    (dialog.getByRole('listbox').element() as HTMLElement).focus();
    await userEvent.keyboard('{Delete}');
    await expect.element(dialog.getByRole('button', { name: 'Keep it' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByRole('listbox')).toHaveFocus();
    expect(bridge.inputs('keyring:remove')).toEqual([]);
    await userEvent.keyboard('{Delete}');
    await dialog.getByRole('button', { name: 'Remove for good' }).click();
    expect(bridge.inputs('keyring:remove')).toHaveLength(1);
  });

  it('asks to import a missing key again, for the same address', async () => {
    const { bridge, dialog } = await mount([anIdentity('alice', { privateKey: 'unknown', ...bobs })]);
    await dialog.getByRole('button', { name: 'Import it again…' }).click();
    await expect
      .element(dialog.getByRole('note').filter({ hasText: /The private key of post:\/\/office\/alice is needed\./ }))
      .toBeVisible();
    bridge.answer('keyring:read', () => aReading([certificatePart('c', bobs), privateKeyPart('k', 'c')]));
    await userEvent.upload(dialog.getByLabelText('Files with keys or certificates'), file());
    await expect.element(dialog.getByText('The one that is needed')).toBeVisible();
    await expect.element(dialog.getByLabelText('Whose it is, 1')).toHaveValue('post://office/alice');
  });
});

describe('importing', () => {
  it('tells a wrong passphrase from a right one beside its field, and imports', async () => {
    const { bridge, dialog, screen } = await mountImport();
    const reading = aReading([lockedPart('l')]);
    bridge.answer('keyring:read', () => reading);
    bridge.answer('keyring:unlock', ({ passphrases }) =>
      passphrases.l === 'right'
        ? { ...reading, parts: [certificatePart('c', bobs, { privateKey: 'reading' }), privateKeyPart('k', 'c')] }
        : { ...reading, parts: [lockedPart('l', true)] },
    );
    const bob = anIdentity('bob');
    bridge.answer('keyring:import', () => {
      bridge.emit('keyring:changed', { items: [bob] });
      return { items: [bob] };
    });
    await userEvent.upload(dialog.getByLabelText('Files with keys or certificates'), file());
    await expect
      .poll(() => bridge.inputs('keyring:read')[0]?.files)
      .toEqual([{ name: 'bob.p12', base64: btoa('sealed') }]);
    const passphrase = dialog.getByLabelText('Passphrase', { exact: true });
    await expect.element(passphrase).toHaveAccessibleDescription(/PBES2 with scrypt/);
    await dialog.getByRole('button', { name: 'Unlock' }).click();
    await expect.element(passphrase).toHaveAccessibleDescription(/It does not open without a passphrase\./);
    await passphrase.fill('wrong');
    await userEvent.keyboard('{Enter}');
    await expect.element(passphrase).toHaveAccessibleDescription(/This passphrase does not open it\./);
    await expect.element(passphrase).toHaveValue('wrong');
    await expect.element(passphrase).toHaveFocus();
    await passphrase.fill('right');
    await dialog.getByRole('button', { name: 'Unlock' }).click();
    await expect.element(dialog.getByText('Private key and certificate')).toBeVisible();
    await expect.element(dialog.getByLabelText('Whose it is, 1')).toHaveFocus();
    await expect.element(dialog.getByRole('switch', { name: 'Keep the key in the keychain' })).toBeChecked();
    await dialog.getByLabelText('Whose it is, 1').fill('post://office/bob');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    expect(bridge.inputs('keyring:import')).toEqual([
      {
        reading: reading.reading,
        items: [{ part: 'k', kind: 'identity', addresses: ['post://office/bob'] }],
        keep: true,
      },
    ]);
    await expect.element(dialog.getByRole('option', { name: /office\/bob/ })).toBeVisible();
    await expect.element(screen.getByText('post://office/bob is in the keyring now.')).toBeVisible();
  });

  it('says by name why something is refused, and keeps what was typed when main finds fault', async () => {
    const { bridge, dialog } = await mountImport();
    const text = 'It is encrypted with RC2.';
    const refused = {
      id: 'r',
      source: '',
      name: '',
      kind: 'refused',
      reason: 'unsupported',
      text,
      hint: 'Use AES.',
    } as const;
    bridge.answer('keyring:read', () => aReading([refused, privateKeyPart('k', null)], ['Nothing vouches for it.']));
    bridge.answer('keyring:import', () => {
      const fields = { 'items.0.addresses': 'Say whose it is', 'items.0.commonName': 'Give the certificate a name' };
      throw new FakeRefusal({ code: 'invalid-input', message: 'Some fields need attention.', fields });
    });
    await dialog.getByLabelText('Or paste').fill('-----BEGIN PRIVATE KEY-----');
    await expect.element(dialog.getByText('Not supported')).toBeVisible();
    await expect.element(dialog.getByText(text)).toBeVisible();
    await expect.element(dialog.getByText('Nothing vouches for it.')).toBeVisible();
    await dialog.getByLabelText('Name in its certificate').fill('bob');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect.element(dialog.getByText('Say whose it is')).toBeVisible();
    await expect.element(dialog.getByLabelText('Whose it is, 1')).toHaveFocus();
    await expect.element(dialog.getByLabelText('Name in its certificate')).toHaveValue('bob');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog.getByRole('alert').filter({ hasText: 'would be lost' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Discard it' }).click();
    await expect.poll(() => bridge.inputs('keyring:drop')).toHaveLength(1);
  });

  it('takes what is dropped on the list, and tries known passphrases again when more is given', async () => {
    const { bridge, dialog } = await mount([aPeer('carol')]);
    bridge.answer('keyring:read', ({ files }) =>
      aReading(files.map(({ name }) => ({ ...lockedPart(name), source: name }))),
    );
    bridge.answer('keyring:unlock', ({ reading, passphrases }) => ({
      ...aReading(['bob.p12' in passphrases ? privateKeyPart('k', null) : lockedPart('bob.p12')]),
      reading,
    }));
    const data = new DataTransfer();
    data.items.add(file());
    const target = dialog.getByRole('option', { name: /carol/ }).element();
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    await dialog.getByLabelText('Passphrase', { exact: true }).fill('right');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText('Private key without a certificate')).toBeVisible();
    await userEvent.upload(dialog.getByLabelText('Files with keys or certificates'), file('more.pem'));
    await expect.poll(() => bridge.inputs('keyring:read').at(-1)?.files).toHaveLength(2);
    await expect.poll(() => bridge.inputs('keyring:unlock').at(-1)?.passphrases).toEqual({ 'bob.p12': 'right' });
    expect(bridge.inputs('profile:import')).toEqual([]);
  });

  it('reads everything again when main has forgotten it', async () => {
    const { bridge, dialog } = await mountImport();
    bridge.answer('keyring:read', () => aReading([certificatePart('c', bobs)]));
    bridge.answer('keyring:import', () => {
      throw new FakeRefusal({ code: 'not-found', message: 'It is over.' });
    });
    await userEvent.upload(dialog.getByLabelText('Files with keys or certificates'), file());
    await dialog.getByLabelText('Whose it is, 1').fill('post://office/bob');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect.element(dialog.getByRole('alert').filter({ hasText: /was read again/ })).toBeVisible();
    await expect.element(dialog.getByLabelText('Whose it is, 1')).toHaveValue('post://office/bob');
  });

  it('refuses what is too large for a key without sending it', async () => {
    const { bridge, dialog } = await mountImport();
    bridge.answer('keyring:read', () => aReading([]));
    const huge = new File([new Uint8Array(1_000_001)], 'film.mp4');
    await userEvent.upload(dialog.getByLabelText('Files with keys or certificates'), huge);
    await expect.element(dialog.getByText('Too large')).toBeVisible();
    expect(bridge.inputs('keyring:read')[0]?.files).toEqual([]);
  });
});

describe('from an entry', () => {
  it('asks for the key that a locked message needs, for its recipient', async () => {
    await page.viewport(1280, 800);
    const recipient = { issuer: bobs.issuer, serial: bobs.serial };
    const row = anEntryRow({ profile: office.id, opened: { state: 'locked', needs: [recipient] } });
    const bridge = new FakeBridge({ profiles: [office] });
    bridge.rows = [row];
    bridge.snapshot.preferences = {
      ...bridge.snapshot.preferences,
      layout: { columns: [{ share: 100, tiles: [{ profile: office.id, share: 100 }] }], maximised: null },
    };
    bridge.answer(
      'journal:entry',
      () =>
        ({
          row,
          payload: { args: '["sealed"]', size: 8, cut: false, binaries: [] },
          facts: [],
          related: [],
          offers: [],
          links: [],
        }) as never,
    );
    bridge.answer('keyring:read', () => aReading([certificatePart('c', bobs), privateKeyPart('k', 'c')]));
    const screen = await render(App, { props: { bridge } });
    await screen.getByRole('row', { name: /Letter/ }).click();
    await screen.getByRole('tab', { name: 'Verdicts' }).click();
    await screen.getByRole('button', { name: 'Import the key…' }).click();
    const dialog = screen.getByRole('dialog');
    await expect
      .element(dialog.getByRole('note').filter({ hasText: /The private key of bob@post\.example is needed\./ }))
      .toBeVisible();
    await userEvent.upload(dialog.getByLabelText('Files with keys or certificates'), file());
    await expect.element(dialog.getByRole('note').filter({ hasText: /is among what you gave/ })).toBeVisible();
    await expect.element(dialog.getByLabelText('Whose it is, 1')).toHaveValue('bob@post.example');
  });
});

describe('making and exporting', () => {
  it('makes a key, says so meanwhile, and lets the dialog be closed', async () => {
    const { bridge, dialog, screen } = await mount([aPeer('carol')]);
    const made = Promise.withResolvers<KeyringItem>();
    bridge.answer('keyring:generate', () => made.promise);
    await dialog.getByRole('button', { name: 'Make a key…' }).click();
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await expect.element(dialog.getByLabelText('Whose it is')).toHaveAccessibleDescription(/This is needed/);
    await dialog.getByLabelText('Whose it is').fill('post://office/bob');
    await dialog.getByLabelText('Name in the certificate').fill('bob');
    await dialog.getByLabelText('Key', { exact: true }).selectOptions('RSA 3072');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await expect.element(dialog.getByText(/Making the key…/)).toBeVisible();
    expect(bridge.inputs('keyring:generate')).toEqual([
      { address: 'post://office/bob', commonName: 'bob', bits: 3072, days: 365, keep: true },
    ]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(dialog.query()).toBeNull();
    made.resolve(anIdentity('bob'));
    await expect.element(screen.getByText(/The key of post:\/\/office\/bob was made/)).toBeVisible();
  });

  it('copies public parts', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const { bridge, dialog } = await mount([anIdentity('alice')]);
    bridge.answer('keyring:export', ({ part }) => ({ name: `alice.${part}.pem`, text: `the ${part}` }));
    await dialog.getByRole('button', { name: 'Copy: Certificate request' }).click();
    await expect.poll(() => write.mock.calls).toEqual([['the request']]);
    expect(dialog.getByRole('button', { name: 'Copy: Certificate and its chain' }).query()).toBeNull();
  });

  it('lets a private key out only confirmed and with one passphrase typed twice', async () => {
    const { bridge, dialog } = await mount([anIdentity('alice')]);
    bridge.answer('keyring:export-private-key', () => ({ name: 'alice.key.pem', text: 'sealed' }));
    await dialog.getByRole('button', { name: 'Export the private key…' }).click();
    const passphrase = dialog.getByLabelText('Passphrase for the file', { exact: true });
    await expect.element(passphrase).toHaveFocus();
    await passphrase.fill('short');
    await dialog.getByRole('button', { name: 'Save the file' }).click();
    await expect.element(passphrase).toHaveAccessibleDescription(/At least 12 characters$/);
    await expect.element(dialog.getByText('The two are not the same')).toBeVisible();
    await expect.element(dialog.getByText('Please confirm this first')).toBeVisible();
    expect(bridge.inputs('keyring:export-private-key')).toEqual([]);
    await passphrase.fill('correct horse battery');
    await dialog.getByLabelText('The passphrase once more', { exact: true }).fill('correct horse battery');
    await dialog.getByRole('checkbox').click();
    await dialog.getByRole('button', { name: 'Save the file' }).click();
    await expect.element(dialog.getByRole('listbox')).toBeVisible();
    expect(bridge.inputs('keyring:export-private-key')).toMatchObject([
      { passphrase: 'correct horse battery', confirmed: true },
    ]);
  });
});
