import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('refuses a folder that another process has open, and says which', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await writeFile(join(folder, 'in-use'), String(other.pid));
  await expect(lockFolder(folder)).rejects.toThrow(`process ${other.pid}`);
  other.kill();
});

it('takes over what a crash left behind', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  for (const left of [String(pid), '', 'not a number', '-1']) {
    await writeFile(join(folder, 'in-use'), left);
    const release = await lockFolder(folder);
    await release();
    expect(existsSync(join(folder, 'in-use'))).toBe(false);
  }
});
