import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
  const before = process.env.AWS_LAMBDA_JS_RUNTIME;
  // The package unpacks its libraries, and says where, only on what it takes for a Lambda machine.
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x';
  const { default: sparticuz } = await import('@sparticuz/chromium');
  const executablePath = await sparticuz.executablePath();
  if (before === undefined) delete process.env.AWS_LAMBDA_JS_RUNTIME;
  else process.env.AWS_LAMBDA_JS_RUNTIME = before;
  return {
    executablePath,
    args: [...sparticuz.args, '--no-sandbox'],
    env: { ...process.env, LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib') } as Record<string, string>,
  };
}
