import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Whether an Electron window can be had here, and if not: why, and what helps, in one sentence each. */
export type Window = { possible: true; runtime: string } | { possible: false; why: string; help: string };

/** Minutes that the first download of the runtime (about 120 MB) may take. */
const patience = 10;

/** The folder of a runtime that is here already: the one named by ELECTRON_OVERRIDE_DIST_PATH, or the downloaded one. */
export function findRuntime(): string | undefined {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) return existsSync(given) ? given : undefined;
  const electron = electronPackage();
  try {
    const binary = join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8'));
    return existsSync(binary) ? join(electron, 'dist') : undefined;
  } catch {
    return undefined;
  }
}

/** Fetches the runtime on first use, with its progress shown, unless no window could be opened anyway. */
export function prepareWindow(): Window {
  const obstacle = findObstacle();
  if (obstacle) return { possible: false, ...obstacle };
  const runtime = findRuntime() ?? download();
  if (runtime) return { possible: true, runtime };
  return {
    possible: false,
    why: "Electron's runtime could not be downloaded",
    help: 'Connect to the internet (or set HTTPS_PROXY) and run npx install-electron, or name an unpacked runtime in ELECTRON_OVERRIDE_DIST_PATH.',
  };
}

function findObstacle(): { why: string; help: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  if (process.getuid?.() === 0) {
    return {
      why: "Chromium's sandbox does not run as root",
      help: 'Start Patchbay as an ordinary user for a window of its own.',
    };
  }
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { why: 'There is no display', help: 'Set DISPLAY or WAYLAND_DISPLAY, or use xvfb-run.' };
  }
  return undefined;
}

function download(): string | undefined {
  console.log("Fetching Electron's runtime, once …");
  spawnSync(process.execPath, [join(electronPackage(), 'install.js')], {
    stdio: 'inherit',
    timeout: patience * 60_000,
  });
  return findRuntime();
}

function electronPackage(): string {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
}
