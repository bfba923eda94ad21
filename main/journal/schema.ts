import { chmodSync, closeSync, existsSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isFull } from './disk-trouble.ts';

/**
 * Each step leads from the version of its index to the next; `user_version` counts them. Only ever add at the end.
 * `args` stands late in the row: a payload too large for a page is then not read for the columns before it.
 * `folded` is the searchable text in lower case, for the few rows that LIKE cannot search: see filter/folding.ts.
 */
export const migrations: readonly string[] = [
  `
  create table profile (number integer primary key, id text not null unique) strict;
  create table entry (
    id integer primary key autoincrement,
    profile integer not null references profile (number),
    at real not null,
    direction text not null,
    kind text not null,
    tone text not null,
    "from" text,
    "to" text,
    exchange text,
    size integer not null,
    preview text not null,
    marks text,
    steps text,
    waiting integer not null,
    opened text,
    signature text,
    resend text,
    facts text,
    inside text,
    args text not null,
    folded text
  ) strict;
  create index entry_profile on entry (profile, id);
  create index entry_exchange on entry (profile, exchange, id) where exchange is not null;
  create index entry_sealed on entry (id) where opened is not null or signature is not null;
  create table binary (
    entry integer not null references entry (id) on delete cascade,
    path text not null,
    bytes blob not null
  ) strict;
  create index binary_entry on binary (entry);
  `,
  `
  alter table entry add column offers text;
  alter table entry add column links text;
  `,
  `
  create table bookmark (
    entry integer primary key references entry (id) on delete cascade,
    comment text not null,
    colour text
  ) strict;
  `,
  `
  create table usage (
    profile integer primary key references profile (number),
    entries integer not null,
    bytes integer not null
  ) strict;
  insert into usage select profile, count(*), sum(size) from entry group by profile;
  create trigger entry_gone after delete on entry begin
    update usage set entries = entries - 1, bytes = bytes - old.size where profile = old.profile;
  end;
  `,
  // What of a large payload's JSON text comes after `args`, so that its beginning is read without the rest.
  `
  alter table entry add column parts integer not null default 0;
  create table part (
    entry integer not null references entry (id) on delete cascade,
    position integer not null,
    text text not null
  ) strict;
  create unique index part_entry on part (entry, position);
  `,
  // The condition is word for word that of `failed` in filter/field-condition.ts, or the index is not used.
  `
  create index entry_failed on entry (id) where (tone = 'bad' or ifnull(instr(steps, '"tone":"bad"') > 0, 0));
  `,
];

const fileName = 'journal.sqlite';

export interface OpenedDatabase {
  database: DatabaseSync;
  file: string;
  notices: string[];
}

/** Opens the journal's file, making, migrating or replacing it as needed. Throws when the folder cannot be written. */
export function openDatabase(folder: string): OpenedDatabase {
  const file = join(folder, fileName);
  try {
    return openFile(file) ?? openBeside(folder, 'was written by a newer Patchbay', 'Until that version runs again');
  } catch (error) {
    if (isFull(error)) return openBeside(folder, 'needs more room on the disk to be brought up to date', 'Until then');
    if (!isDamage(error)) throw error;
    const notice = setAside(file);
    const database = openFile(file);
    if (!database) throw error;
    return { ...database, notices: [notice] };
  }
}

/** The file cannot be used now: it is not touched, and entries go to another one. `why` and `until` are for people. */
function openBeside(folder: string, why: string, until: string): OpenedDatabase {
  const name = `journal-v${migrations.length}.sqlite`;
  const opened = openFile(join(folder, name));
  if (!opened) throw new Error(`${name} was written by a newer Patchbay.`);
  const notice = `The journal ${why} and is left as it is. ${until}, entries are kept in ${name}. “Open a log file…” shows the old ones, read only: choose ${join(folder, fileName)}.`;
  return { ...opened, notices: [notice] };
}

/** Answers nothing for a file of a newer version. */
function openFile(file: string): OpenedDatabase | undefined {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: 1000 });
  try {
    const version = Number(database.prepare('pragma user_version').get()?.user_version);
    if (version > migrations.length) {
      database.close();
      return undefined;
    }
    database.exec(`
      pragma auto_vacuum = incremental;
      pragma journal_mode = wal;
      pragma synchronous = normal;
      pragma foreign_keys = on;
      pragma cache_size = -32000;
    `);
    if (version > 0 && version < migrations.length) backUp(database, file, version);
    migrate(database, version);
    probe(database);
    return { database, file, notices: [] };
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync, version: number): void {
  if (version === migrations.length) return;
  const steps = migrations.slice(version).join('\n');
  database.exec(`begin immediate; ${steps} pragma user_version = ${migrations.length}; commit;`);
}

/** A whole copy beside the file, named by its version; earlier ones are gone then. Throws when there is no room for it. */
function backUp(database: DatabaseSync, file: string, version: number): void {
  const { dir, name: journal } = parse(file);
  const isCopy = (name: string) => name.startsWith(`${journal}-of-version-`);
  const copy = `${journal}-of-version-${version}.sqlite`;
  rmSync(join(dir, copy), { force: true });
  closeSync(openSync(join(dir, copy), 'a', 0o600));
  try {
    database.prepare('vacuum into ?').run(join(dir, copy));
  } catch (error) {
    rmSync(join(dir, copy));
    throw error;
  }
  for (const name of readdirSync(dir)) if (isCopy(name) && name !== copy) rmSync(join(dir, name));
}

/** Reads a little of every table: a file that lost its end shows it here. A whole check would take seconds. */
function probe(database: DatabaseSync): void {
  for (const table of ['profile', 'entry', 'binary', 'bookmark', 'usage', 'part']) {
    database.prepare(`select * from ${table} order by rowid limit 1`).get();
    database.prepare(`select * from ${table} order by rowid desc limit 1`).get();
  }
}

export function isDamage(error: unknown): boolean {
  return error instanceof Error && /not a database|malformed|no such (table|column)/.test(error.message);
}

/** Renames a damaged database with what belongs to it; answers what to tell the user. */
export function setAside(file: string): string {
  const stamp = new Date().toISOString().replaceAll(':', '-').replace('.', '-');
  const aside = file.replace(/\.sqlite$/, `-damaged-${stamp}.sqlite`);
  for (const part of ['', '-wal', '-shm']) if (existsSync(file + part)) renameSync(file + part, aside + part);
  return `The journal was damaged. It is kept as ${aside}, and a new one was begun.`;
}
