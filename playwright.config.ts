import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.ts';
import type { HostOptions } from './tests/journeys/console.ts';

/** The same journeys on every host; `packaged` takes the binary named in PATCHBAY_BINARY. */
export default defineConfig<HostOptions>({
  testDir: 'tests/journeys',
  fullyParallel: false,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: await findBrowser(),
    actionTimeout: 15_000,
  },
  projects: [
    // What a journey says about Electron's window is tagged so.
    { name: 'headless', use: { host: 'headless' }, grepInvert: /@window/ },
    { name: 'electron', use: { host: 'electron' } },
    { name: 'packaged', use: { host: 'packaged' }, testMatch: 'opens.spec.ts' },
  ],
});
