import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations, openDatabase } from './schema.ts';
import { canMount, SmallDisk } from './small-disk.fixture.ts';

describe('the file of the journal', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-schema-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = () => join(folder, 'journal.sqlite');

  it('can be read by its owner alone, and is in the current version', () => {
    const { database, notices } = openDatabase(folder);
    expect(notices).toEqual([]);
    expect(database.prepare('pragma user_version').get()).toEqual({ user_version: migrations.length });
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('pragma auto_vacuum').get()).toEqual({ auto_vacuum: 2 });
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    database.close();
  });

  it.each([
    ['is no database', () => writeFileSync(file(), 'nonsense '.repeat(1000))],
    ['lost its tables', () => emptied()],
    ['lost its end', () => writeFileSync(file(), readFileSync(file()).subarray(0, 9000))],
  ])('is set aside when it %s, and a new one begun', (_, damage) => {
    fill();
    damage();
    const { database, notices } = openDatabase(folder);
    expect(notices).toEqual([expect.stringMatching(/damaged.*journal-damaged-.*\.sqlite/)]);
    expect(database.prepare('select count(*) as entries from entry').get()).toEqual({ entries: 0 });
    expect(readdirSync(folder).filter((name) => /^journal-damaged-.*\.sqlite$/.test(name))).toHaveLength(1);
    database.close();
  });

  it('is copied before it is brought to the current version, and the copy before is gone', () => {
    fillOld(folder, 'a');
    writeFileSync(join(folder, 'journal-of-version-0.sqlite'), 'of an earlier time');
    const { database, notices } = openDatabase(folder);
    expect(notices).toEqual([]);
    expect(database.prepare('select * from usage').get()).toEqual({ profile: 1, entries: 1, bytes: 4 });
    database.close();
    expect(readdirSync(folder).filter((name) => name.includes('of-version'))).toEqual(['journal-of-version-1.sqlite']);
    const copy = new DatabaseSync(join(folder, 'journal-of-version-1.sqlite'), { readOnly: true });
    expect(copy.prepare('pragma user_version').get()).toEqual({ user_version: 1 });
    expect(copy.prepare('select id, args from entry').all()).toEqual([{ id: 7, args: '["a"]' }]);
    copy.close();
    expect(statSync(join(folder, 'journal-of-version-1.sqlite')).mode & 0o777).toBe(0o600);
  });

  it.runIf(canMount)('is left alone when there is no room for a copy, and brought up to date when there is', () => {
    const disk = new SmallDisk(folder, 4);
    try {
      fillOld(disk.at, 'a'.repeat(2_500_000));
      const full = openDatabase(disk.at);
      expect(full.notices).toEqual([expect.stringMatching(/more room.*Open a log file/)]);
      full.database.close();
      expect(readdirSync(disk.at).filter((name) => name.includes('of-version'))).toEqual([]);
      disk.resize(40);
      const { database, notices } = openDatabase(disk.at);
      expect(notices).toEqual([]);
      expect(database.prepare('select length(args) as length from entry').get()).toEqual({ length: 2_500_004 });
      database.close();
    } finally {
      disk.remove();
    }
  });

  it('is left alone when a newer Patchbay wrote it, and another stands beside it', () => {
    fill();
    const newer = new DatabaseSync(file());
    newer.exec('pragma user_version = 99');
    newer.close();
    const before = readFileSync(file());
    for (const entries of [0, 1]) {
      const { database, notices } = openDatabase(folder);
      expect(notices).toEqual([expect.stringMatching(/newer Patchbay.*Open a log file/)]);
      expect(notices[0]).toContain(file());
      expect(database.prepare('select count(*) as entries from profile').get()).toEqual({ entries });
      database.exec(`insert into profile (id) values ('${entries}')`);
      database.close();
    }
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  /** In the first version, with one entry that holds a text. */
  function fillOld(folder: string, text: string): void {
    const old = new DatabaseSync(join(folder, 'journal.sqlite'));
    old.exec(`${migrations[0]} pragma user_version = 1; insert into profile values (1, 'p');`);
    const columns = 'id, profile, at, direction, kind, tone, size, preview, waiting, args';
    const insert = old.prepare(
      `insert into entry (${columns}) values (7, 1, 1.5, 'in', 'message', 'plain', 4, 'a', 0, ?)`,
    );
    insert.run(JSON.stringify([text]));
    old.close();
  }

  function fill(): void {
    const { database } = openDatabase(folder);
    database.exec(`insert into profile values (1, 'one')`);
    const insert = database.prepare(
      `insert into entry (profile, at, direction, kind, tone, size, preview, waiting, args)
       values (1, 0, 'in', 'message', 'plain', 2, '', 0, ?)`,
    );
    for (let entry = 0; entry < 500; entry++) insert.run(JSON.stringify(['x'.repeat(200)]));
    database.close();
  }

  function emptied(): void {
    const database = new DatabaseSync(file());
    database.exec('drop table binary; drop table entry');
    database.close();
  }
});
