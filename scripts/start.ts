import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { buildIfStale } from './fresh.ts';
import { prepareWindow } from './runtime.ts';

// `npm start`: the console in a window, or in the browser where there can be no window. `-- --headless` asks for the browser.

const given = process.argv.slice(2);
const headless = given.includes('--headless');
const rest = given.filter((argument) => argument !== '--headless');

buildIfStale();
const window = headless ? undefined : prepareWindow();
if (window?.possible) {
  const electron: string = createRequire(import.meta.url)('electron');
  follow(spawn(electron, ['.', ...rest], { stdio: 'inherit' }));
} else {
  if (window) console.log(`${window.why}, so Patchbay opens in the browser. ${window.help}`);
  follow(spawn(process.execPath, ['out/main/headless.cjs', ...rest], { stdio: 'inherit' }));
}

/** Ends as the child ends; Ctrl-C reaches the child by itself, and is waited for. */
function follow(child: ChildProcess): void {
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? 1));
}
