import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = [
  'main/**/*.ts',
  'preload/**/*.ts',
  'renderer/**/*',
  'resources/**/*',
  'package-lock.json',
  'electron.vite.config.ts',
];

/** Builds `out/` unless it was built after the last change to what it is built from. Call in the project's folder. */
export function buildIfStale(): void {
  if (isBuilt()) return;
  const command = join('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { status } = spawnSync(process.execPath, [command, 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function isBuilt(): boolean {
  const outputs = ['out/main/index.cjs', 'out/main/headless.cjs', 'out/preload/index.cjs', 'out/renderer/index.html'];
  if (!outputs.every((file) => existsSync(file))) return false;
  const built = Math.min(...outputs.map(changed));
  return globSync(sources).every((file) => changed(file) <= built);
}

function changed(file: string): number {
  return statSync(file).mtimeMs;
}
