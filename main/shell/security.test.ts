import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebContents } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readLink } from '../link.ts';
import { app, BrowserWindow, dialog, FakeContents, opened } from './electron.fixture.ts';
import { carry } from './ipc.ts';
import { openLink } from './links.ts';
import { menuTemplate } from './menu.ts';
import { stayOnPage } from './navigation.ts';
import { openWindows } from './window.ts';

const asContents = (contents: FakeContents) => contents as unknown as WebContents;

async function openWindow() {
  const { open } = await openWindows(mkdtempSync(join(tmpdir(), 'patchbay-window-')), '/out/preload/index.cjs');
  open(Promise.resolve());
  const window = BrowserWindow.all.at(-1);
  if (!window) throw new Error('no window');
  return window;
}

beforeEach(() => {
  app.isPackaged = true;
});

describe('rule 1: windows are sandboxed, isolated and without Node', () => {
  it('opens with exactly these preferences', async () => {
    expect((await openWindow()).options.webPreferences).toEqual({
      preload: '/out/preload/index.cjs',
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
  });

  it('enables the sandbox and declares the scheme before the app is ready', async () => {
    app.calls.length = 0;
    vi.resetModules();
    const { app: fresh } = await import('./electron.fixture.ts');
    await import('../index.ts');
    expect(fresh.calls.filter((call) => !call.startsWith('setPath'))).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
      'whenReady',
    ]);
  });
});

describe('rule 5: only the page itself may ask', () => {
  const page = { parent: null, origin: 'app://console' };
  async function ask(senderFrame: unknown) {
    const contents = new FakeContents();
    const asked: unknown[] = [];
    const client = { request: async (...request: unknown[]) => asked.push(request), close: () => {} };
    carry(Promise.resolve({ connect: () => client } as never), asContents(contents));
    const answer = await contents.handlers.get('patchbay:request')?.(
      ...([{ senderFrame }, 'app:snapshot', {}] as never[]),
    );
    return { answer, asked };
  }

  it.each([
    ['a frame that is gone', null],
    ['a frame inside the page', { ...page, parent: page }],
    ['another site', { ...page, origin: 'https://example.com' }],
    ['another host of the scheme', { ...page, origin: 'app://other' }],
    ['a file', { ...page, origin: 'file://' }],
  ])('refuses %s', async (_name, frame) => {
    const { answer, asked } = await ask(frame);
    expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(asked).toEqual([]);
  });

  it('hears the page', async () => {
    expect((await ask(page)).asked).toEqual([['app:snapshot', {}]]);
  });

  it('listens on one channel', async () => {
    const contents = new FakeContents();
    carry(Promise.resolve({ connect: () => ({}) } as never), asContents(contents));
    expect([...contents.handlers.keys()]).toEqual(['patchbay:request']);
  });
});

describe('rule 9: a window stays on its page', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('prevents %s', (event) => {
    const contents = new FakeContents();
    stayOnPage(asContents(contents));
    const preventDefault = vi.fn();
    contents.emit(event, { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });
});

describe('rule 10: no second window, and only honest links leave', () => {
  afterEach(() => opened.splice(0));

  it('denies every window', async () => {
    expect((await openWindow()).webContents.windowOpenHandler?.()).toEqual({ action: 'deny' });
  });

  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://server/share',
    'ms-msdt:/id',
    'https://user@example.com/',
    'https://user:password@example.com/',
    'app://console/',
    'no link',
  ])('keeps %s inside', (text) => {
    expect(() => readLink(text)).toThrow('https');
  });

  it('opens an https link when the user agrees, and not otherwise', async () => {
    dialog.response = 1;
    await openLink(readLink('https://example.com/a'));
    expect(opened).toEqual([]);
    dialog.response = 0;
    await openLink(readLink('https://example.com/a'));
    expect(opened).toEqual(['https://example.com/a']);
  });
});

describe('rule 19: there is one instance', () => {
  it('quits when another one runs, and starts nothing', async () => {
    vi.resetModules();
    const { app: fresh } = await import('./electron.fixture.ts');
    fresh.firstInstance = false;
    await import('../index.ts');
    expect(fresh.calls).toContain('quit');
    expect(fresh.calls).not.toContain('whenReady');
  });
});

describe('rule 20: no developer tools in the packaged app', () => {
  const roles = (packaged: boolean) => JSON.stringify(menuTemplate('linux', packaged, () => {}));

  it('has them while developing only', async () => {
    expect([roles(true).includes('toggleDevTools'), roles(false).includes('toggleDevTools')]).toEqual([false, true]);
    app.isPackaged = false;
    expect((await openWindow()).options.webPreferences.devTools).toBe(true);
  });
});
