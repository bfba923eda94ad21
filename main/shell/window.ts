import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron';
import { type JsonFile, openJsonFile } from '../json-file.ts';
import { stayOnPage } from './navigation.ts';
import { pageUrl } from './page.ts';
import { firstWindowState, least, placeWindow, type WindowState, windowState } from './window-state.ts';

/** As in the renderer's tokens, so that nothing flashes before the first paint. */
const ground = { light: '#ffffff', dark: '#16181d' };

/** Opens windows that remember where they were. */
export async function openWindows(folder: string, preload: string): Promise<{ open(): BrowserWindow }> {
  const state = await openJsonFile(join(folder, 'window.json'), windowState, firstWindowState);
  return { open: () => openWindow(state, preload) };
}

function openWindow(state: JsonFile<WindowState>, preload: string): BrowserWindow {
  const place = placeWindow(
    state.value,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...place,
    minWidth: least.width,
    minHeight: least.height,
    show: false,
    title: 'Patchbay',
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences: preferences(preload),
  });
  stayOnPage(window.webContents);
  window.once('ready-to-show', () => {
    if (state.value.maximised) window.maximize();
    else window.show();
  });
  window.on('close', () => {
    const bounds = window.getNormalBounds();
    // A disk that refuses must not keep a window open: where it was is forgotten then.
    state.save({ version: 1, bounds, maximised: window.isMaximized() }).catch(() => {});
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
