import { createRequire } from 'node:module';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu, nativeTheme, safeStorage, session } from 'electron';
import type { App } from './app.ts';
import { openObscuredVault } from './keyring/obscured-vault.ts';
import { saveDownloads } from './shell/downloads.ts';
import { carry } from './shell/ipc.ts';
import { openLink } from './shell/links.ts';
import { menuTemplate } from './shell/menu.ts';
import { refusePermissions } from './shell/permissions.ts';
import { declareScheme, serveScheme } from './shell/protocol.ts';
import { openSafeStorage } from './shell/safe-storage.ts';
import { askWhereToSave } from './shell/save-dialog.ts';
import { followTheme } from './shell/theme.ts';
import { openWindows } from './shell/window.ts';

const here = import.meta.dirname;

/** A server that does not hang up must not keep the user waiting, in milliseconds. */
const patience = 5000;

app.enableSandbox();
declareScheme();
placeData();
if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}

function placeData(): void {
  if (process.env.PATCHBAY_DATA) app.setPath('userData', process.env.PATCHBAY_DATA);
  app.setPath('sessionData', join(app.getPath('userData'), 'chromium'));
}

/** The page is loaded while the app opens what it works with; the window is shown when both are there. */
async function start(): Promise<void> {
  const folder = app.getPath('userData');
  serveScheme(session.defaultSession.protocol, join(here, '../renderer'));
  refusePermissions(session.defaultSession);
  saveDownloads(session.defaultSession, app.getPath('downloads'));
  const windows = await openWindows(folder, join(here, '../preload/index.cjs'));
  const { promise: opening, resolve, reject } = Promise.withResolvers<App>();
  const themed = opening.then((console) => followTheme(console, nativeTheme));
  const open = () => carry(opening, windows.open(themed).webContents);
  open();
  openConsole(folder).then(resolve, reject);
  const console = await opening;
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged, (command) => console.choose(command))),
  );
  closeBeforeQuit(() => Promise.all([console.close(), windows.remembered()]));
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && open());
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit());
  // What the second instance was called with is not looked at.
  app.on('second-instance', () => showWindow() || open());
}

/** The app is a file of its own, which takes long to load: Electron gets ready, and the page is on its way, before it. */
async function openConsole(folder: string): Promise<App> {
  const { createApp }: typeof import('./app.ts') = createRequire(join(here, 'index.cjs'))('./app.cjs');
  return createApp({
    folder,
    version: app.getVersion(),
    vault: await openSafeStorage(safeStorage, process.platform, folder, () => openObscuredVault(folder)),
    workers: {
      journal: join(here, 'journal-worker.cjs'),
      crypto: join(here, 'crypto-worker.cjs'),
      emulator: join(here, 'emulator-worker.cjs'),
    },
    openLink: (url) => openLink(url),
    saveTo: (name) => askWhereToSave(app.getPath('downloads'), name),
    menu: true,
    notices: [],
  });
}

function showWindow(): boolean {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
  return window !== undefined;
}

function closeBeforeQuit(close: () => Promise<unknown>): void {
  app.once('will-quit', (event) => {
    event.preventDefault();
    const late = new Promise((resolve) => setTimeout(resolve, patience));
    void Promise.race([close(), late]).finally(() => app.exit());
  });
}

function giveUp(error: Error): void {
  dialog.showErrorBox('Patchbay cannot start', error.message);
  app.exit(1);
}
