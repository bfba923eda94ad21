import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { checkPackage } from './packed.ts';

// `npm run package`: the app for this system as a folder in dist/; `-- --installers` makes the installers too.

const places = {
  linux: { binary: 'dist/linux-unpacked/patchbay', resources: 'dist/linux-unpacked/resources' },
  win32: { binary: 'dist/win-unpacked/patchbay.exe', resources: 'dist/win-unpacked/resources' },
  darwin: {
    binary: 'dist/mac/Patchbay.app/Contents/MacOS/Patchbay',
    resources: 'dist/mac/Patchbay.app/Contents/Resources',
  },
} as const;

const target = process.argv.includes('--installers') ? undefined : 'dir';
const { binary, resources } = places[process.platform as keyof typeof places];

rmSync(dirname(resources), { recursive: true, force: true });
const builder = join('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
execFileSync(process.execPath, [builder, 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
const runtime = given ? copyRuntime(given) : undefined;
try {
  const config = { extends: './electron-builder.yml', ...(runtime ? { electronDist: runtime } : {}) };
  await build({ targets: Platform.current().createTarget(target), publish: 'never', config });
} finally {
  if (runtime) rmSync(runtime, { recursive: true, force: true });
}
await checkPackage(binary, resources);
console.log(`Packaged: ${binary}`);

/** Electron alone: a runtime named by hand may have an app and more lying beside it. */
function copyRuntime(from: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'patchbay-runtime-'));
  const filter = (path: string) =>
    dirname(path) !== from || !lstatSync(path).isDirectory() || /(locales|\.app)$/.test(path);
  cpSync(from, copy, { recursive: true, verbatimSymlinks: true, filter });
  mkdirSync(join(copy, 'resources'), { recursive: true });
  return copy;
}
