import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { freePath } from './free-path.ts';
import { openObscuredVault } from './keyring/obscured-vault.ts';
import { openLoopback } from './loopback.ts';

// The console without Electron: the same app, served to the browsers of this machine.

// The client of SockJS calls url.parse(): nothing a user could help.
process.noDeprecation = true;

/** A folder of its own: what the keychain of the Electron host sealed cannot be opened here. */
function defaultFolder(): string {
  if (process.platform === 'win32') return join(process.env.APPDATA ?? homedir(), 'Patchbay in the browser');
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Patchbay in the browser');
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'patchbay-browser');
}

/** Shows a link to the user if there is a browser to show it in; it is printed in any case. */
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/** A browser puts its downloads there too. */
async function saveTo(name: string): Promise<string> {
  const folder = process.env.PATCHBAY_DOWNLOADS ?? join(homedir(), 'Downloads');
  await mkdir(folder, { recursive: true });
  return freePath(folder, name, existsSync);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, 'no-browser': { type: 'boolean' } } });
  const folder = values.data ?? process.env.PATCHBAY_DATA ?? defaultFolder();
  const here = import.meta.dirname;
  const app = await createApp({
    folder,
    version: manifest.version,
    vault: await openObscuredVault(folder),
    workers: {
      journal: join(here, 'journal-worker.cjs'),
      crypto: join(here, 'crypto-worker.cjs'),
      emulator: join(here, 'emulator-worker.cjs'),
    },
    openLink: async (url) => openBrowser(url.href),
    saveTo,
    menu: false,
    notices: [],
  });
  const loopback = await openLoopback(app, join(here, '../renderer'));
  const show = () => {
    const link = loopback.link();
    console.log(`Patchbay is at ${link}\nThe link works once. Enter prints a new one, Ctrl-C ends.`);
    return link;
  };
  const link = show();
  if (!values['no-browser']) openBrowser(link);
  const keys = createInterface({ input: process.stdin }).on('line', show);

  const end = async () => {
    keys.close();
    await loopback.close();
    await app.close();
    process.exit(0);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
}

main().catch((error: Error) => {
  console.error(`Patchbay cannot start: ${error.message}`);
  process.exit(1);
});
