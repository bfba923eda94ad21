import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRuntime } from './runtime.ts';

/** From where Electron journeys can be run: a folder, and what to put before a command. */
export type Seat = { at: string; prefix: string[]; words: string } | { missing: string };

/**
 * Finds a display and a user for Electron. Chromium's sandbox refuses root, so as root the journeys run as the user named
 * in PATCHBAY_TEST_USER, in a copy of what they need.
 */
export function findSeat(): Seat {
  if (!findRuntime()) return { missing: 'no runtime (npx install-electron, or ELECTRON_OVERRIDE_DIST_PATH)' };
  if (process.platform !== 'linux') return { at: process.cwd(), prefix: [], words: 'in its window' };
  const display = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!display && !works('xvfb-run', '--help')) return { missing: 'no display and no Xvfb' };
  const xvfb = display ? [] : ['xvfb-run', '-a'];
  const words = display ? 'on the display' : 'under Xvfb';
  if (process.getuid?.() !== 0) return { at: process.cwd(), prefix: xvfb, words };
  const user = process.env.PATCHBAY_TEST_USER;
  if (!user) return { missing: 'this is root, and PATCHBAY_TEST_USER names no ordinary user' };
  if (!works('runuser', '-u', user, '--', 'true')) return { missing: `no user ${user}` };
  const at = copyFor(user);
  return { at, prefix: ['runuser', '-u', user, '--', 'env', `HOME=${at}`, ...xvfb], words: `${words}, as ${user}` };
}

const needed = [
  'package.json',
  'playwright.config.ts',
  'main',
  'preload',
  'renderer',
  'resources',
  'scripts',
  'tests',
  'out',
];

function copyFor(user: string): string {
  const at = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  for (const name of needed) cpSync(name, join(at, name), { recursive: true });
  const modules = join(process.cwd(), 'node_modules');
  if (works('runuser', '-u', user, '--', 'test', '-r', join(modules, 'electron'))) {
    symlinkSync(modules, join(at, 'node_modules'));
  } else {
    cpSync(modules, join(at, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  }
  spawnSync('chown', ['-R', '-P', user, at]);
  return at;
}

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
