import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of so many megabytes, in a folder. */
export class SmallDisk {
  readonly at: string;

  constructor(folder: string, megabytes: number) {
    this.at = join(folder, 'disk');
    mkdirSync(this.at);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.at]);
  }

  resize(megabytes: number): void {
    execFileSync('mount', ['-o', `remount,size=${megabytes}m`, this.at]);
  }

  remove(): void {
    execFileSync('umount', [this.at]);
  }
}

/** Whether this process may make one. */
export const canMount = (() => {
  const at = mkdtempSync(join(tmpdir(), 'patchbay-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', at]).status === 0;
  if (mounted) execFileSync('umount', [at]);
  rmSync(at, { recursive: true });
  return mounted;
})();
