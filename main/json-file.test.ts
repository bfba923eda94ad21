import { chmod, mkdir, mkdtemp, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openJsonFile } from './json-file.ts';

const schema = z.strictObject({ version: z.literal(1), words: z.array(z.string()) });
const empty: z.infer<typeof schema> = { version: 1, words: [] };

let folder: string;
let path: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'patchbay-')), 'data');
  path = join(folder, 'words.json');
});

const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

describe('a JSON file', () => {
  it('starts with the fallback and comes back with what was saved', async () => {
    const file = await openJsonFile(path, schema, empty);
    expect(file.value).toEqual(empty);
    await file.save({ version: 1, words: ['one'] });
    const again = await openJsonFile(path, schema, empty);
    expect(again.value.words).toEqual(['one']);
    expect(again.notice).toBeUndefined();
  });

  it('rule 24: has mode 0600 in a folder of mode 0700', async () => {
    const file = await openJsonFile(path, schema, empty);
    await file.save(empty);
    await chmod(path, 0o644);
    await file.save(empty);
    expect([await mode(folder), await mode(path)]).toEqual(['700', '600']);
  });

  it('writes the last of many saves, and leaves no other file behind', async () => {
    const file = await openJsonFile(path, schema, empty);
    const saves = Array.from({ length: 50 }, (_, n) => file.save({ version: 1, words: [`${n}`] }));
    expect(file.value.words).toEqual(['49']);
    await Promise.all(saves);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ version: 1, words: ['49'] });
    expect(await readdir(folder)).toEqual(['words.json']);
  });

  it.each(['{"version":1,"wor', '{"version":1,"words":[3]}', 'null', ''])(
    'rule 24: sets a damaged file aside and says so: %j',
    async (text) => {
      await openJsonFile(path, schema, empty);
      await writeFile(path, text);
      const file = await openJsonFile(path, schema, empty);
      expect(file.value).toEqual(empty);
      const [aside] = await readdir(folder);
      expect(file.notice).toContain(aside);
      expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(text);
    },
  );

  it('rule 24: leaves a file of a newer version as it is and says so', async () => {
    const newer = '{"version":2,"words":{}}';
    await openJsonFile(path, schema, empty);
    await writeFile(path, newer);
    const file = await openJsonFile(path, schema, empty);
    expect(file.notice).toContain('newer version');
    await file.save({ version: 1, words: ['lost'] });
    expect(file.value.words).toEqual(['lost']);
    expect(await readFile(path, 'utf8')).toBe(newer);
  });

  it('can be saved again after the disk refused', async () => {
    const file = await openJsonFile(path, schema, empty);
    await mkdir(path);
    await expect(file.save({ version: 1, words: ['a'] })).rejects.toThrow();
    await rmdir(path);
    await file.save({ version: 1, words: ['b'] });
    expect((await openJsonFile(path, schema, empty)).value.words).toEqual(['b']);
  });
});
