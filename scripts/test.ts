import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findSeat, type Seat } from './electron-seat.ts';
import { findRuntime } from './runtime.ts';
import { readTally, type Tally } from './tally.ts';

// `npm test`: everything, and at the end one line with the sums over all runners.

type Place = Exclude<Seat, { missing: string }>;

const reports = join('.cache', 'reports');
const tallies: { name: string; tally: Tally }[] = [];

function run(command: string[], options: { cwd?: string; env?: Record<string, string> } = {}): number | null {
  const [file, ...args] = command as [string, ...string[]];
  // The shell finds the `.cmd` files of node_modules/.bin on Windows.
  const shell = process.platform === 'win32';
  const env = { ...process.env, ...options.env };
  return spawnSync(file, args, { stdio: 'inherit', shell, cwd: options.cwd, env }).status;
}

function note(name: string, tally: Tally): void {
  tallies.push({ name, tally });
  console.log(`\n── ${name}: ${tally.passed} passed, ${tally.failed} failed\n`);
}

/** One thing that either succeeds or does not. */
function step(name: string, ...command: string[]): void {
  const failed = run(command) === 0 ? 0 : 1;
  note(name, { passed: 1 - failed, failed });
}

function unitTests(projects: string[], runner = ['vitest'], env: Record<string, string> = {}): void {
  const report = join(reports, `vitest-${projects.join('-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const chosen = projects.flatMap((project) => ['--project', project]);
  const status = run([...runner, 'run', ...chosen, ...reporters], { env });
  note(`vitest, ${projects.join(' and ')}`, readTally('vitest', report, status));
}

/** Crypto and keys once more in Electron's runtime, as Node: it needs neither a display nor an ordinary user. */
function inElectron(): string {
  if (!findRuntime()) return 'not run: no runtime (npx install-electron, or ELECTRON_OVERRIDE_DIST_PATH)';
  const electron: string = createRequire(import.meta.url)('electron');
  unitTests(['electron'], [electron, join('node_modules', 'vitest', 'vitest.mjs')], { ELECTRON_RUN_AS_NODE: '1' });
  return 'run';
}

function journeys(project: string, seat: Place, more: Record<string, string> = {}): void {
  const report = join(seat.at, reports, `journeys-${project}.json`);
  const playwright = join('node_modules', '@playwright', 'test', 'cli.js');
  const command = [...seat.prefix, process.execPath, playwright, 'test', '--project', project, '--reporter=list,json'];
  const status = run(command, { cwd: seat.at, env: { ...more, PLAYWRIGHT_JSON_OUTPUT_NAME: report } });
  note(`journeys, ${project} (${seat.words})`, readTally('playwright', report, status));
}

/** The packaged binary opens. PATCHBAY_ADAPT_PACKAGE names a script that makes a stand-in runtime's package able to run. */
function packaged(seat: Place): void {
  step('package', 'npm', 'run', '--silent', 'package');
  const place = join(seat.at, '.cache', 'linux-unpacked');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(dirname(place), { recursive: true });
  if (run(['cp', '-r', 'dist/linux-unpacked', place]) !== 0) return;
  const adapt = process.env.PATCHBAY_ADAPT_PACKAGE;
  if (adapt) run([adapt, place]);
  journeys('packaged', seat, { PATCHBAY_BINARY: join(place, 'patchbay') });
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
step('check', 'npm', 'run', '--silent', 'check');
// Side by side: where one waits for servers, the other has work for a core.
unitTests(['node', 'components']);
const cryptoInElectron = inElectron();
step('build', 'electron-vite', 'build', '--logLevel', 'warn');
journeys('headless', { at: process.cwd(), prefix: [], words: 'in Chromium' });
const seat = findSeat();
if ('missing' in seat) console.log(`── journeys, electron: not run: ${seat.missing}`);
else journeys('electron', seat);
if ('at' in seat && process.platform === 'linux') packaged(seat);
if ('at' in seat && seat.at !== process.cwd()) rmSync(seat.at, { recursive: true, force: true });

for (const { name, tally } of tallies) console.log(`${name}: ${tally.passed} passed, ${tally.failed} failed`);
console.log(`Crypto in Electron: ${cryptoInElectron}`);
console.log(`Hosts: headless, and Electron ${'missing' in seat ? `not (${seat.missing})` : `(${seat.words})`}`);
const passed = tallies.reduce((sum, { tally }) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, { tally }) => sum + tally.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
