import { existsSync, globSync, statSync } from 'node:fs';

const sources = [
  'main/**/*.ts',
  'preload/**/*.ts',
  'renderer/**/*',
  'resources/**/*',
  'package-lock.json',
  'electron.vite.config.ts',
];

/** Whether `out/` was built after the last change to what it is built from. Call in the project's folder. */
export function isBuilt(): boolean {
  const outputs = ['out/main/index.cjs', 'out/main/headless.cjs', 'out/preload/index.cjs', 'out/renderer/index.html'];
  if (!outputs.every((file) => existsSync(file))) return false;
  const built = Math.min(...outputs.map(changed));
  return globSync(sources).every((file) => changed(file) <= built);
}

function changed(file: string): number {
  return statSync(file).mtimeMs;
}
