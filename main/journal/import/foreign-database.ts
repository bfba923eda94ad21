import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { migrations } from '../schema.ts';
import { Unreadable } from './file-entry.ts';

const tables = ['profile', 'entry', 'binary', 'part', 'bookmark'] as const;
type Table = (typeof tables)[number];

/** Made anew of what is read. */
const unread = ['size', 'folded'];

/** Names of the columns to read. A table that the version lacks has none. */
export type Columns = Record<Table, string[]>;

/**
 * Opens the journal's file of another Patchbay to be read: one of an earlier version, or of a newer one that still has
 * the columns that are known here. Nothing in it is trusted: it is not written to, so that its triggers never run, and
 * views, virtual tables and computed columns do not count as what they pose as. Throws {@link Unreadable}.
 */
export function openForeign(path: string): { database: DatabaseSync; columns: Columns } {
  const url = pathToFileURL(path);
  // Without looking for what else may belong to it.
  url.search = '?mode=ro&immutable=1';
  const database = new DatabaseSync(url, { readOnly: true, defensive: false });
  try {
    // A file that lost its end is opened only where its schema might be written, which `defensive` forbids.
    database.exec('pragma trusted_schema = off; pragma cell_size_check = on; pragma writable_schema = on');
    const columns = soundly(() => checkColumns(database), 'The file is damaged: nothing in it can be read.');
    return { database, columns };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs what reads such a file. Throws {@link Unreadable} where the file is damaged, or holds what no journal does. */
export function soundly<Result>(read: () => Result, damage = 'The file is damaged here.'): Result {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_SQLITE_ERROR') throw new Unreadable(damage);
    if (code === 'ERR_OUT_OF_RANGE') throw new Unreadable('Not an entry: a number is too large.');
    throw error;
  }
}

function checkColumns(database: DatabaseSync): Columns {
  const version = Number(database.prepare('pragma user_version').get()?.user_version);
  if (version < 1) throw new Unreadable(noJournal);
  const expected = columnsOfVersion(Math.min(version, migrations.length));
  const found = new Set(columnsIn(database).map(({ table, name, is }) => `${table}.${name} ${is}`));
  if (!expected.every(({ table, name, is }) => found.has(`${table}.${name} ${is}`))) {
    throw new Unreadable(version > migrations.length ? tooNew : noJournal);
  }
  const of = (table: Table) =>
    expected.filter((column) => column.table === table && !unread.includes(column.name)).map(({ name }) => name);
  return Object.fromEntries(tables.map((table) => [table, of(table)])) as Columns;
}

const noJournal = 'This file is a database, but no journal of Patchbay.';
const tooNew =
  'A newer Patchbay wrote this journal, and keeps it in a way that is not known here: open it with that version.';

interface Column {
  table: string;
  name: string;
  /** Its type, and whether it is the key. */
  is: string;
}

function columnsOfVersion(version: number): Column[] {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec(migrations.slice(0, version).join('\n'));
    return columnsIn(database);
  } finally {
    database.close();
  }
}

function columnsIn(database: DatabaseSync): Column[] {
  const select = database.prepare(`
    select found.name as "table", field.name as name, lower(field.type) || ' ' || field.pk as "is"
    from pragma_table_list as found join pragma_table_xinfo(found.name) as field
    where found.schema = 'main' and found.type = 'table' and found.wr = 0 and field.hidden = 0
      and found.name in (select value from json_each(?))`);
  return select.all(JSON.stringify(tables)) as unknown as Column[];
}
