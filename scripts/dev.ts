import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { prepareWindow } from './runtime.ts';

// `npm run dev`: the console in a window, with hot reload.

const window = prepareWindow();
if (window.possible) {
  // electron-vite looks for the downloaded runtime only; this names the one that was found.
  const env = { ...process.env, ELECTRON_EXEC_PATH: createRequire(import.meta.url)('electron') as string };
  const shell = process.platform === 'win32';
  const { status } = spawnSync('electron-vite', ['dev'], { stdio: 'inherit', shell, env });
  process.exitCode = status ?? 1;
} else {
  console.error(`${window.why}, and hot reload needs a window. ${window.help}`);
  process.exitCode = 1;
}
