import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openObscuredVault } from './obscured-vault.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-'));
});

describe('the obscured vault', () => {
  it('rule 15: opens after a restart what it sealed, and calls itself obscured', async () => {
    const vault = await openObscuredVault(folder);
    expect(vault.state).toMatchObject({
      strength: 'obscured',
      notice: expect.stringContaining('can be read by anyone'),
    });
    const sealed = await vault.seal('Grüße €');
    expect(await (await openObscuredVault(folder)).open(sealed)).toEqual({ text: 'Grüße €', renew: false });
  });

  it('never seals the same text twice to the same blob, nor leaves it in sight', async () => {
    const vault = await openObscuredVault(folder);
    const [one, two] = [await vault.seal('swordfish'), await vault.seal('swordfish')];
    expect(one).not.toBe(two);
    expect(Buffer.from(one, 'base64').includes('swordfish')).toBe(false);
  });

  it('rule 24: holds its key in a file of mode 0600', async () => {
    await openObscuredVault(folder);
    expect((await stat(join(folder, 'obscured.key'))).mode & 0o777).toBe(0o600);
  });

  it('rejects a blob that was changed, cut off, or sealed elsewhere', async () => {
    const vault = await openObscuredVault(folder);
    const blob = Buffer.from(await vault.seal('swordfish'), 'base64');
    for (const at of blob.keys()) {
      const flipped = Buffer.from(blob);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      await expect(vault.open(flipped.toString('base64'))).rejects.toThrow('damaged');
    }
    await expect(vault.open(blob.subarray(0, 20).toString('base64'))).rejects.toThrow('damaged');
    const other = await openObscuredVault(join(folder, 'other'));
    await expect(vault.open(await other.seal('swordfish'))).rejects.toThrow('another machine');
  });

  it('sets a damaged key aside and says what that means', async () => {
    await writeFile(join(folder, 'obscured.key'), 'short');
    const vault = await openObscuredVault(folder);
    expect(vault.state.notice).toContain('asked for again');
    const aside = (await readdir(folder)).find((name) => name.startsWith('obscured.key.damaged-'));
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe('short');
  });
});
