import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { _electron, type BrowserType, type LaunchOptions, type Page } from '@playwright/test';

/** A running host and its page. */
export interface Host {
  page: Page;
  /** Id of the main process. */
  process: number;
  /** Text of the file that `act` makes the console save. */
  saved(act: () => Promise<void>): Promise<string>;
  /** Ends it as its user would; resolves when the process is gone. */
  quit(): Promise<void>;
}

/** `execArgs`: for Node. */
export async function startHeadless(
  chromium: BrowserType,
  options: LaunchOptions,
  folder: string,
  execArgs: string[] = [],
): Promise<Host> {
  const env = { ...process.env, PATCHBAY_DOWNLOADS: exportsOf(folder) };
  const child = spawn(process.execPath, [...execArgs, 'out/main/headless.cjs', '--no-browser', '--data', folder], {
    env,
  });
  const link = await readLine(child, child.stdout, /http:\/\/\S+/);
  const browser = await chromium.launch(options);
  // What a journey copies it also pastes.
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL((url) => url.search === '');
  return {
    page,
    process: child.pid ?? 0,
    saved: (act) => savedByBrowser(page, act),
    quit: async () => {
      await browser.close();
      await end(child);
    },
  };
}

export async function startElectron(folder: string): Promise<Host> {
  const app = await _electron.launch({ args: ['.'], chromiumSandbox: true, env: environment(folder) });
  app.process().stderr?.on('data', (text) => process.env.DEBUG_HOST && process.stderr.write(text));
  const page = await app.firstWindow();
  const downloads = await app.evaluate(({ app }) => app.getPath('downloads'));
  await app.evaluate(saveWithoutAsking, exportsOf(folder));
  return {
    page,
    process: app.process().pid ?? 0,
    saved: (act) => savedInto(downloads, act),
    quit: () => app.close(),
  };
}

/**
 * The packaged binary refuses Node's inspector, which `_electron.launch` needs, so its page is reached through
 * Chromium's own debugging port.
 */
export async function startPackaged(chromium: BrowserType, folder: string): Promise<Host> {
  const binary = process.env.PATCHBAY_BINARY;
  if (!binary) throw new Error('PATCHBAY_BINARY must name the packaged binary.');
  const child = spawn(binary, ['--remote-debugging-port=0'], { env: environment(folder) });
  const endpoint = await readLine(child, child.stderr, /ws:\/\/\S+/);
  const browser = await chromium.connectOverCDP(endpoint);
  const [context] = browser.contexts();
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
  if (!page) throw new Error('The packaged console opened no window.');
  return {
    page,
    process: child.pid ?? 0,
    saved: (act) => savedByBrowser(page, act),
    quit: async () => {
      await browser.close();
      await end(child);
    },
  };
}

/** Where the console writes what is exported. */
function exportsOf(folder: string): string {
  return join(folder, 'exports');
}

/** In the main process: the system's dialog cannot be reached by tests. */
function saveWithoutAsking({ dialog }: typeof import('electron'), folder: string): void {
  const { mkdirSync } = process.getBuiltinModule('node:fs');
  const { basename, join } = process.getBuiltinModule('node:path');
  mkdirSync(folder, { recursive: true });
  const answer = async (...asked: unknown[]) => {
    const { defaultPath = 'file' } = asked.at(-1) as { defaultPath?: string };
    return { canceled: false, filePath: join(folder, basename(defaultPath)) };
  };
  dialog.showSaveDialog = answer;
}

async function savedByBrowser(page: Page, act: () => Promise<void>): Promise<string> {
  const download = page.waitForEvent('download');
  await act();
  return readFile(await (await download).path(), 'utf8');
}

/** Electron tells Playwright of no download: the new file in the folder is the one, and is taken away again. */
async function savedInto(folder: string, act: () => Promise<void>): Promise<string> {
  await mkdir(folder, { recursive: true });
  const before = await readdir(folder);
  await act();
  for (;;) {
    const fresh = (await readdir(folder)).filter((name) => !before.includes(name) && !isUnfinished(name));
    for (const name of fresh) {
      // An empty one only keeps the name of what is to come, or of what came before.
      const text = await readFile(join(folder, name), 'utf8');
      if (text === '') continue;
      await rm(join(folder, name));
      return text;
    }
    await setTimeout(50);
  }
}

/** Chromium's names for what is still on its way. */
function isUnfinished(name: string): boolean {
  return name.startsWith('.') || name.endsWith('.crdownload');
}

/** Downloads go to a home of its own: several journeys may run at once. */
function environment(folder: string): Record<string, string> {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  return { ...(process.env as Record<string, string>), PATCHBAY_DATA: folder, HOME: home };
}

/** The first match in what a process says; rejects with all it said if it ends before. */
async function readLine(child: ChildProcess, stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  let said = '';
  child.stderr?.on('data', (text) => {
    said += text;
  });
  const found = new Promise<string>((resolve) => {
    createInterface({ input: stream }).on('line', (line) => {
      const match = pattern.exec(line);
      if (match) resolve(match[0]);
    });
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The host ended with code ${code}: ${said}`);
  });
  return Promise.race([found, ended]);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  await exit;
}
