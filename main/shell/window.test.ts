import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BrowserWindow } from './electron.fixture.ts';
import { openWindows } from './window.ts';

async function open(folder: string, after = Promise.resolve()) {
  const windows = await openWindows(folder, '/preload.cjs');
  windows.open(after);
  const window = BrowserWindow.all.at(-1);
  if (!window) throw new Error('no window');
  return { windows, window };
}

const folder = () => mkdtempSync(join(tmpdir(), 'patchbay-window-'));

describe('the window', () => {
  it('shows itself when it is painted and the app is there, on its own page', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { window } = await open(folder(), promise);
    window.emit('ready-to-show');
    expect({ shown: window.shown, loaded: window.loaded }).toEqual({ shown: false, loaded: 'app://console/' });
    resolve();
    await expect.poll(() => window.shown).toBe(true);
  });

  it('opens where the one before was closed', async () => {
    const at = folder();
    const { windows, window } = await open(at);
    window.bounds = { x: 30, y: 40, width: 800, height: 600 };
    window.emit('close');
    await windows.remembered();
    expect((await open(at)).window.options).toMatchObject({ x: 30, y: 40, width: 800, height: 600 });
  });

  it.each([
    ['crashed', 1],
    ['oom', 1],
    ['clean-exit', 0],
    ['launch-failed', 0],
  ])('after %s loads its page %i times again', async (reason, reloads) => {
    const { window } = await open(folder());
    window.webContents.emit('render-process-gone', {}, { reason });
    expect(window.webContents.reloads).toBe(reloads);
  });
});
