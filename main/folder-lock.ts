import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from './problem.ts';

/**
 * Keeps a second Patchbay out of a folder of user's data: two would number entries twice and overwrite each other's files.
 * Resolves with the release. Rejects with a Problem while another process holds it; what a crash left behind is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'in-use');
  for (;;) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (holder !== process.pid && runs(holder)) {
      throw new Problem(
        'conflict',
        `Patchbay is already open on ${folder} (process ${holder}). Close it, or name another folder.`,
      );
    }
    await rm(path, { force: true });
  }
}

function runs(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
