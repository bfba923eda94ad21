import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { startHeadless } from '../tests/journeys/hosts.ts';
import { findBrowser } from './browser.ts';
import { buildIfStale } from './fresh.ts';
import { takeDemo } from './pictures/demo.ts';
import { folder } from './pictures/picture.ts';
import { takePlain } from './pictures/plain.ts';

// `npm run screenshots`: makes the pictures of the documents anew, in the headless host.

buildIfStale();
mkdirSync(folder, { recursive: true });
for (const take of [takeDemo, takePlain]) {
  const data = mkdtempSync(join(tmpdir(), 'patchbay-screenshots-'));
  const host = await startHeadless(chromium, await findBrowser(), data);
  try {
    await host.page.setViewportSize({ width: 1440, height: 900 });
    await host.page.emulateMedia({ colorScheme: 'light' });
    await take(host.page);
  } finally {
    await host.quit();
    rmSync(data, { recursive: true, force: true });
  }
}
