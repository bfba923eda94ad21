import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { type Host, startElectron, startHeadless, startPackaged } from './hosts.ts';

export interface HostOptions {
  host: 'headless' | 'electron' | 'packaged';
}

/** The running console on a data folder of its own. */
export interface Patchbay {
  /** The page now; another one after a restart. */
  readonly page: Page;
  readonly folder: string;
  /** Quits as a user would and starts again: on the same data, or with none, as on another machine. */
  restart(data?: 'same' | 'none'): Promise<Page>;
  /** Text of the file that `act` makes the console save. */
  saved(act: () => Promise<void>): Promise<string>;
  /** Errors the page has logged since the last call, policy violations among them; any left at the end fail the test. */
  takeProblems(): string[];
  /** Fails on anything that axe-core calls serious or critical. */
  checkAccessibility(): Promise<void>;
}

export const test = base.extend<HostOptions & { patchbay: Patchbay }>({
  host: ['headless', { option: true }],
  patchbay: async ({ host, playwright, launchOptions }, use) => {
    const aFolder = () => mkdtemp(join(tmpdir(), 'patchbay-journey-'));
    const folders = [await aFolder()];
    let [folder = ''] = folders;
    const start = {
      headless: () => startHeadless(playwright.chromium, launchOptions, folder),
      electron: () => startElectron(folder),
      packaged: () => startPackaged(playwright.chromium, folder),
    }[host];
    let problems: string[] = [];
    let running: Host | undefined;
    const open = async () => {
      running = await start();
      listen(running.page, problems);
      return running;
    };
    let { page } = await open();
    const started = () => {
      if (!running) throw new Error('The console does not run.');
      return running;
    };
    const takeProblems = () => problems.splice(0);
    await use({
      get page() {
        return page;
      },
      get folder() {
        return folder;
      },
      restart: async (data = 'same') => {
        await running?.quit();
        if (data === 'none') folder = await aFolder();
        folders.push(folder);
        ({ page } = await open());
        return page;
      },
      saved: (act) => started().saved(act),
      takeProblems,
      checkAccessibility: () => checkAccessibility(page),
    });
    // Quitting ends sockets; what the page says about that is no problem.
    const left = takeProblems();
    problems = [];
    await running?.quit();
    for (const each of folders) await rm(each, { recursive: true, force: true, maxRetries: 5 });
    expect(left, 'errors in the page').toEqual([]);
  },
});

export { expect };

function listen(page: Page, problems: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
}

async function checkAccessibility(page: Page): Promise<void> {
  // Legacy mode works in one page: Electron lets no test open a second one.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const found = serious.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target})`));
  expect(found, 'what axe-core finds serious').toEqual([]);
}
