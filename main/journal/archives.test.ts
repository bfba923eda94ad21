import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Archive, Event } from '../../preload/contract/index.ts';
import { Archives } from './archives.ts';
import { migrations } from './schema.ts';

const alice = crypto.randomUUID();
const known = [{ id: alice, name: 'Alice', service: 'post' }];

describe('a log file', () => {
  let folder: string;
  let archives: Archives;
  let lists: Archive[][];
  let reading: (event: Event<'archive:read'>) => void;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-archives-'));
    lists = [];
    reading = () => {};
    archives = await Archives.begin({
      folder,
      worker: join(import.meta.dirname, 'worker.ts'),
      on: {
        appended() {},
        revised() {},
        exported() {},
        changed: (list) => lists.push(list),
        read: (event) => reading(event),
      },
    });
  });
  afterEach(async () => {
    await archives.closeAll();
    rmSync(folder, { recursive: true });
  });

  /** A journal with so many entries of Alice, of 1 kB each, comes in two slices. */
  async function send(entries: number): Promise<string> {
    const file = join(folder, 'given.sqlite');
    const database = new DatabaseSync(file);
    database.exec(`
      ${migrations.join('\n')} pragma user_version = ${migrations.length};
      insert into profile values (1, '${alice}');
      with recursive n (at) as (select 1 union all select at + 1 from n where at < ${entries})
      insert into entry (profile, at, direction, kind, tone, size, preview, waiting, args)
        select 1, at, 'in', 'message', 'plain', 1000, 'x', 0, '["' || hex(zeroblob(500)) || '"]' from n;`);
    database.close();
    const bytes = readFileSync(file);
    const id = await archives.create('theirs', bytes.length);
    await archives.write(id, bytes.subarray(0, 5000));
    await archives.write(id, bytes.subarray(5000));
    return id;
  }

  it('is read, told of meanwhile, and gone when it is closed', async () => {
    const told: Event<'archive:read'>[] = [];
    reading = (event) => told.push(event);
    const id = await send(3000);
    const archive = await archives.finish(id, known);
    expect(archive).toMatchObject({
      id,
      name: 'theirs',
      entries: 3000,
      profiles: [{ name: 'Alice', service: 'post' }],
    });
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toMatchObject({ id, through: told[0]?.size });
    expect(lists).toEqual([[archive]]);
    await archives.close(id);
    expect(lists.at(-1)).toEqual([]);
    expect(readdirSync(join(folder, 'archives'))).toEqual([]);
  });

  it('is not read any further when it is closed meanwhile', async () => {
    const id = await send(20_000);
    const closed = new Promise<void>((resolve) => {
      reading = () => {
        reading = () => {};
        resolve(archives.close(id));
      };
    });
    expect(await archives.finish(id, known)).toBeUndefined();
    await closed;
    expect(lists).toEqual([]);
    expect(archives.list()).toEqual([]);
  });

  it('is gone when it cannot be read', async () => {
    const id = await archives.create('nothing', 0);
    await archives.write(id, new Uint8Array());
    await expect(archives.finish(id, known)).rejects.toThrow('The file is empty.');
    expect(readdirSync(join(folder, 'archives'))).toEqual([]);
  });
});
