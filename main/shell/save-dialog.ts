import { join } from 'node:path';
import { BrowserWindow, dialog } from 'electron';

/** Asks where a file shall be written. The dialog asks before a file is replaced. */
export async function askWhereToSave(folder: string, name: string): Promise<string | undefined> {
  const options = { defaultPath: join(folder, name.replace(/[/\\:*?"<>|\p{Cc}\p{Cf}]/gu, '_')) };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? undefined : filePath;
}
