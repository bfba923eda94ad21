import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { getCurrentFuseWire } from '@electron/fuses';

/** All that a packaged app may hold. */
const allowed = [
  /^\/package\.json$/,
  /^\/out$/,
  /^\/out\/main$/,
  /^\/out\/main\/(index|app|journal-worker|crypto-worker|emulator-worker)\.cjs$/,
  /^\/out\/preload$/,
  /^\/out\/preload\/index\.cjs$/,
  /^\/out\/renderer$/,
  /^\/out\/renderer\/index\.html$/,
  /^\/out\/renderer\/assets$/,
  /^\/out\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|woff2)$/,
];

/** Which of the files in a package have no business there. Paths as `asar list` prints them. */
export function strayFiles(paths: readonly string[]): string[] {
  return paths.filter((path) => !allowed.some((pattern) => pattern.test(path.replaceAll('\\', '/'))));
}

/** How every fuse must stand, in the order of Electron's fuse wire; one that we do not know fails the check. */
const fuses = [
  ['RunAsNode', 'off'],
  ['EnableCookieEncryption', 'on'],
  ['EnableNodeOptionsEnvironmentVariable', 'off'],
  ['EnableNodeCliInspectArguments', 'off'],
  ['EnableEmbeddedAsarIntegrityValidation', 'on'],
  ['OnlyLoadAppFromAsar', 'on'],
  ['LoadBrowserProcessSpecificV8Snapshot', 'off'],
  ['GrantFileProtocolExtraPrivileges', 'off'],
  // About speed, not safety; younger runtimes only.
  ['WasmTrapHandlers', 'on'],
] as const;

/** What is wrong with a fuse wire: states by position, as the characters that stand in the binary. */
export function wrongFuses(wire: object): string[] {
  const states = Object.entries(wire).filter(([position]) => /^\d+$/.test(position));
  const wrong = states.filter(([position, state]) => {
    const fuse = fuses[Number(position)];
    return fuse === undefined || Number(state) !== (fuse[1] === 'on' ? '1' : '0').charCodeAt(0);
  });
  return wrong.map(([position]) => fuses[Number(position)]?.[0] ?? `number ${position}`);
}

/** Fails unless the packaged folder holds what we mean to ship and its fuses stand as we want them. */
export async function checkPackage(binary: string, resources: string): Promise<void> {
  const stray = strayFiles(listPackage(join(resources, 'app.asar'), { isPack: false }));
  if (stray.length > 0) throw new Error(`The package holds what it must not: ${stray.join(', ')}`);
  const wrong = wrongFuses(await getCurrentFuseWire(binary));
  if (wrong.length > 0) throw new Error(`Fuses stand wrong or are unknown: ${wrong.join(', ')}`);
}
