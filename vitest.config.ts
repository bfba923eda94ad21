import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { findBrowser } from './scripts/browser.ts';

const browser = await findBrowser();

/** Only where vitest itself runs in Electron's runtime, whose BoringSSL is not Node's OpenSSL. */
const inElectron: TestProjectConfiguration = {
  test: {
    name: 'electron',
    environment: 'node',
    globalSetup: 'scripts/electron-tests.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ['main/crypto/**/*.test.ts', 'main/keyring/**/*.test.ts'],
  },
};

export default defineConfig({
  test: {
    projects: [
      ...(process.versions.electron === undefined ? [] : [inElectron]),
      {
        test: {
          name: 'node',
          environment: 'node',
          // The only stand-in for a module: see main/shell/electron.fixture.ts.
          alias: { electron: new URL('main/shell/electron.fixture.ts', import.meta.url).pathname },
          // Most of the time servers and clients wait for each other.
          maxWorkers: 4,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // What is waited for may take its time on a busy machine.
          expect: { poll: { timeout: 10_000 } },
          include: [
            'main/**/*.test.ts',
            'preload/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/conformance/**/*.test.ts',
          ],
        },
      },
      {
        plugins: [svelte()],
        // All known before the first test: a dependency found later makes Vite reload the page in the middle of a run,
        // and icons bundled apart would bring a second Svelte with them.
        optimizeDeps: {
          include: [
            'bits-ui',
            'svelte/reactivity',
            'vitest-browser-svelte',
            '@codemirror/commands',
            '@codemirror/lang-json',
            '@codemirror/language',
            '@codemirror/lint',
            '@codemirror/search',
            '@codemirror/state',
            '@codemirror/view',
            '@lezer/highlight',
            'uplot',
          ],
          exclude: ['@lucide/svelte'],
        },
        test: {
          name: 'components',
          include: ['renderer/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: browser }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
