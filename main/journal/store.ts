import type { DatabaseSync } from 'node:sqlite';
import type { Entry, EntryRow } from '../../preload/contract/index.ts';
import { type Condition, foldedOf, searchedColumns } from './filter.ts';
import { asBytes } from './json-writer.ts';
import { cut } from './payload.ts';
import { rowColumns, toRow } from './row.ts';
import type { Change, NewEntry, NewRevision, StoredArgs } from './worker-protocol.ts';

const relatedLimit = 200;
/** More than SQLite puts into one value. */
const mostBytes = 2_147_483_647;
const fromEntry = 'from entry join profile on profile.number = entry.profile';

/** The statements of the journal over an open database. */
export type Store = ReturnType<typeof createStore>;

export function createStore(database: DatabaseSync) {
  const write = createWriter(database);
  const read = createReader(database);
  return { ...write, ...read, close: () => database.close() };
}

function createWriter(database: DatabaseSync) {
  const insertProfile = database.prepare('insert into profile (id) values (?) on conflict do nothing');
  const selectProfile = database.prepare('select number from profile where id = ?');
  const insertEntry = database.prepare(`
    insert into entry (id, profile, at, direction, kind, tone, "from", "to", exchange, size, preview, marks, waiting,
      opened, signature, resend, args, folded)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertBinary = database.prepare('insert into binary (entry, path, bytes) values (?, ?, ?)');
  const updateEntry = database.prepare(`
    update entry set steps = ifnull(?, steps), waiting = ifnull(?, waiting), opened = ifnull(?, opened),
      signature = ifnull(?, signature), inside = ifnull(?, inside), facts = ifnull(?, facts),
      "from" = ifnull(?, "from"), "to" = ifnull(?, "to"), preview = ifnull(?, preview)
    where id = ?`);
  const selectTexts = database.prepare(`select ${searchedColumns.join(', ')} from entry where id = ?`);
  const updateFolded = database.prepare('update entry set folded = ? where id = ?');
  const deleteEntries = database.prepare(`
    delete from entry where id in (
      select id from entry where profile = (select number from profile where id = ?) and id <= ? order by id limit ?)`);

  const numbers = new Map<string, number>();
  function profileNumber(id: string): number {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    insertProfile.run(id);
    const number = Number(selectProfile.get(id)?.number);
    numbers.set(id, number);
    return number;
  }

  function writeEntry(entry: NewEntry): void {
    const { id, profile, at, direction, kind, tone, from, to, exchange, size, preview, marks, waiting } = entry;
    const folded = foldedOf([entry.args, null, kind, from, to, preview]);
    // biome-ignore format: one line per line of the statement
    insertEntry.run(
      id, profileNumber(profile), at, direction, kind, tone, from, to, exchange, size, preview, marks, waiting,
      entry.opened, entry.signature, entry.resend, entry.args, folded,
    );
    for (const { path, bytes } of entry.binaries) insertBinary.run(id, path, bytes);
  }

  function writeRevision(revision: NewRevision): void {
    const { id, steps, waiting, opened, signature, inside, facts, from, to, preview } = revision;
    updateEntry.run(steps, waiting, opened, signature, inside, facts, from, to, preview, id);
    if (inside === null && from === null && to === null && preview === null) return;
    const texts = selectTexts.get(id);
    if (texts) updateFolded.run(foldedOf(Object.values(texts) as (string | null)[]), id);
  }

  /** All or nothing. */
  function transact(work: () => void): void {
    database.exec('begin immediate');
    try {
      work();
      database.exec('commit');
    } catch (error) {
      // A profile number given in vain must not be remembered.
      numbers.clear();
      rollBack(database);
      throw error;
    }
  }

  return {
    write(changes: readonly Change[]): void {
      transact(() => {
        for (const change of changes) change.what === 'entry' ? writeEntry(change) : writeRevision(change);
      });
    },
    /** Up to `limit` of the oldest entries; answers how many there were. */
    remove: (profile: string, upTo: number, limit: number): number => {
      const removed = Number(deleteEntries.run(profile, upTo, limit).changes);
      database.exec('pragma incremental_vacuum(2000)');
      return removed;
    },
    /** Answers the ids that changed. */
    retryVerdicts(): number[] {
      const sealed = `(opened is not null or signature is not null)`;
      const locked = `json_extract(opened, '$.state') = 'locked'`;
      const unknown = `json_extract(signature, '$.state') = 'signer-unknown'`;
      const pending = `'{"state":"pending"}'`;
      const which = database.prepare(`select id from entry where ${sealed} and (${locked} or ${unknown}) order by id`);
      const ids = which.all().map((row) => Number(row.id));
      transact(() => {
        database.exec(`update entry set opened = ${pending} where opened is not null and ${locked}`);
        database.exec(`update entry set signature = ${pending} where signature is not null and ${unknown}`);
      });
      return ids;
    },
  };
}

function createReader(database: DatabaseSync) {
  const selectRows = database.prepare(`
    select ${rowColumns} ${fromEntry} where entry.id in (select value from json_each(?)) order by entry.id`);
  const selectRelated = database.prepare(`
    select ${rowColumns} ${fromEntry}
    where entry.profile = (select number from profile where id = ?) and exchange = ? and entry.id <> ?
    order by entry.id limit ${relatedLimit}`);
  const selectWhole = database.prepare(`
    select ${rowColumns}, resend, facts, inside, substr(args, 1, ?) as args ${fromEntry} where entry.id = ?`);
  const selectArgs = database.prepare(`select ${rowColumns}, args ${fromEntry} where entry.id = ?`);
  const selectBinaries = database.prepare(`
    select path, substr(bytes, 1, ?) as bytes, length(bytes) as size from binary where entry = ? order by rowid`);
  const selectLast = database.prepare(`select seq from sqlite_sequence where name = 'entry'`);

  const rows = (ids: readonly number[]): EntryRow[] => selectRows.all(JSON.stringify(ids)).map(toRow);
  const binaries = (id: number, limit: number) =>
    selectBinaries.all(limit, id).map(({ path, bytes, size }) => ({
      path: String(path),
      // substr answers null for a part of nothing.
      bytes: asBytes(bytes) ?? new Uint8Array(),
      size: Number(size),
    }));

  return {
    rows,
    /** The greatest id that was ever written. */
    last: (): number => Number(selectLast.get()?.seq ?? 0),
    entry(id: number, limit: number): Entry | undefined {
      // One more than asked for shows whether there is more; `args` holds no zero character, where substr would stop.
      const whole = selectWhole.get(limit + 1, id) as unknown as WholeEntry | undefined;
      if (!whole) return undefined;
      const row = toRow(whole);
      const found = binaries(id, limit);
      return {
        row,
        payload: {
          args: cut(whole.args, limit),
          binaries: found.map(({ path, bytes, size }) => ({ path: JSON.parse(path), base64: toBase64(bytes), size })),
          size: row.size,
          cut: whole.args.length > limit || found.some(({ bytes, size }) => bytes.length < size),
        },
        ...(whole.inside !== null && {
          inside: { text: cut(whole.inside, limit), cut: whole.inside.length > limit },
        }),
        facts: whole.facts === null ? [] : JSON.parse(whole.facts),
        related: row.exchange === undefined ? [] : selectRelated.all(row.profile, row.exchange, id).map(toRow),
        ...(whole.resend !== null && { resend: JSON.parse(whole.resend) }),
      };
    },
    args(id: number): StoredArgs | undefined {
      const found = selectArgs.get(id) as unknown as { args: string } | undefined;
      if (!found) return undefined;
      const row = toRow(found);
      return { profile: row.profile, row, text: found.args, binaries: binaries(id, mostBytes) };
    },
    /** Answers, for a range of ids (from above the first, to the last), those whose entries meet a view's question. */
    finder(profiles: readonly string[], condition: Condition): (after: number, upTo: number) => number[] {
      const statement = database.prepare(`
        select json_group_array(id) as ids from (
          select id from entry
          where profile in (select number from profile where id in (select value from json_each(?)))
            and id > ? and id <= ? and ${condition.sql}
          order by id)`);
      const asked = JSON.stringify(profiles);
      return (after, upTo) => JSON.parse(String(statement.get(asked, after, upTo, ...condition.values)?.ids));
    },
  };
}

interface WholeEntry {
  args: string;
  inside: string | null;
  facts: string | null;
  resend: string | null;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('rollback');
  } catch {
    // SQLite has rolled back by itself, as it does when the disk is full.
  }
}
