import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function anotherProcess() {
  const code = `import { lockFolder } from ${JSON.stringify(new URL('folder-lock.ts', import.meta.url).href)};
    globalThis.release = lockFolder(${JSON.stringify(folder)}); console.log('locked'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
  await once(child.stdout, 'data');
  return child;
}

it('refuses a folder that another process has open, until it ends, however it ends', async () => {
  const other = await anotherProcess();
  expect(() => lockFolder(folder)).toThrow('open already');
  other.kill('SIGKILL');
  await once(other, 'exit');
  lockFolder(folder)();
});

it('rule 24: can be taken again when released, and its file is the user’s alone', async () => {
  const release = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow('open already');
  expect((await stat(join(folder, 'in-use.sqlite'))).mode & 0o777).toBe(0o600);
  release();
  lockFolder(folder)();
});
