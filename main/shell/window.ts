import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron';
import { openJsonFile } from '../json-file.ts';
import { stayOnPage } from './navigation.ts';
import { pageUrl } from './page.ts';
import { firstWindowState, least, placeWindow, type WindowState, windowState } from './window-state.ts';

/** As in the renderer's tokens, so that nothing flashes before the first paint. */
const ground = { light: '#ffffff', dark: '#16181d' };

export interface Windows {
  /** It is shown when it is painted and this is over. */
  open(after: Promise<unknown>): BrowserWindow;
  /** Resolves when it is on disk where the last window was. */
  remembered(): Promise<void>;
}

/** Windows that open where the last one was, as `window.json` in the folder remembers it. */
export async function openWindows(folder: string, preload: string): Promise<Windows> {
  const state = await openJsonFile(join(folder, 'window.json'), windowState, firstWindowState);
  let saving = Promise.resolve();
  const remember = (next: WindowState) => {
    // A disk that refuses must not keep a window open: where it was is forgotten then.
    saving = state.save(next).catch(() => {});
  };
  return { open: (after) => openWindow(state.value, remember, preload, after), remembered: () => saving };
}

function openWindow(
  state: WindowState,
  remember: (state: WindowState) => void,
  preload: string,
  after: Promise<unknown>,
): BrowserWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...placeWindow(state, displays),
    minWidth: least.width,
    minHeight: least.height,
    show: false,
    title: 'Patchbay',
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences: preferences(preload),
  });
  stayOnPage(window.webContents);
  window.once('ready-to-show', async () => {
    await after;
    if (window.isDestroyed()) return;
    if (state.maximised) window.maximize();
    else window.show();
  });
  window.on('close', () => {
    remember({ version: 1, bounds: window.getNormalBounds(), maximised: window.isMaximized() });
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'crashed' || reason === 'oom') window.webContents.reload();
  });
  void window.loadURL(pageUrl());
  return window;
}

function preferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !app.isPackaged,
  };
}
