import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu, nativeTheme, safeStorage, session } from 'electron';
import { createApp } from './app.ts';
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

async function start(): Promise<void> {
  const folder = app.getPath('userData');
  const console = await createApp({
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
  serveScheme(session.defaultSession.protocol, join(here, '../renderer'));
  refusePermissions(session.defaultSession);
  saveDownloads(session.defaultSession, app.getPath('downloads'));
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged, (command) => console.choose(command))),
  );
  await followTheme(console, nativeTheme);
  const windows = await openWindows(folder, join(here, '../preload/index.cjs'));
  closeBeforeQuit(() => Promise.all([console.close(), windows.remembered()]));
  const open = () => carry(console, windows.open().webContents);
  open();
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && open());
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit());
  // What the second instance was called with is not looked at.
  app.on('second-instance', () => showWindow() || open());
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
