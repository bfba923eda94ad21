import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Browser {
  executablePath: string | undefined;
  args: string[];
  env?: Record<string, string>;
}

/**
 * The Chromium that tests use: `CHROMIUM`, else one of the system's, else Playwright's own download, else the one
 * inside the npm package `@sparticuz/chromium`, which needs its unpacked libraries on `LD_LIBRARY_PATH`.
 */
export async function findBrowser(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const given = process.env.CHROMIUM ?? systemBrowser();
  if (given) return { executablePath: given, args };
  const { chromium } = await import('playwright');
  if (existsSync(chromium.executablePath())) return { executablePath: undefined, args };
  return bundledBrowser();
}

function systemBrowser(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const fixed = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...fixed].find((file) =>
    existsSync(file),
  );
}

async function bundledBrowser(): Promise<Browser> {
  const { default: sparticuz } = await import('@sparticuz/chromium');
  const executablePath = await sparticuz.executablePath();
  const libraries = ['/tmp/al2023/lib', '/tmp/al2/lib'].filter((folder) => existsSync(folder));
  return {
    executablePath,
    args: [...sparticuz.args, '--no-sandbox'],
    env: { ...(process.env as Record<string, string>), LD_LIBRARY_PATH: libraries.join(delimiter) },
  };
}
