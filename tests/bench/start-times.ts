import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';

// Run as an ordinary user with a display: prints how long windows take to be there, in milliseconds, as JSON.

const rounds = 7;

/** From launching Electron to an element of its first page that is there. */
async function timeOf(args: string[], selector: string, env: Record<string, string>): Promise<number> {
  const began = performance.now();
  const app = await _electron.launch({
    args,
    chromiumSandbox: true,
    env: { ...(process.env as Record<string, string>), ...env },
  });
  const page = await app.firstWindow();
  await page.locator(selector).first().waitFor();
  const took = performance.now() - began;
  await app.close();
  return took;
}

async function emptyApp(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-empty-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'empty', version: '1.0.0', main: 'main.cjs' }));
  await writeFile(
    join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
    app.enableSandbox();
    app.whenReady().then(() => new BrowserWindow({ show: true }).loadFile('index.html'));`,
  );
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Empty</title><button>Here</button>');
  return folder;
}

const empty = await emptyApp();
const times = { empty: [] as number[], console: [] as number[] };
// As the empty app does, the console finds what it left there the last time.
const data = await mkdtemp(join(tmpdir(), 'patchbay-start-'));
for (let round = 0; round <= rounds; round++) {
  const [bare, whole] = [
    await timeOf([empty], 'button', {}),
    await timeOf(['.'], 'button:has-text("Try the demo")', { PATCHBAY_DATA: data }),
  ];
  // The first finds nothing in the system's caches, nor anything of its own.
  if (round === 0) continue;
  times.empty.push(bare);
  times.console.push(whole);
}
await rm(data, { recursive: true, force: true, maxRetries: 5 });
await rm(empty, { recursive: true, force: true });
console.log(JSON.stringify(times));
