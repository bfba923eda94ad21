import type { DatabaseSync } from 'node:sqlite';
import { foldedOf, searchedColumns } from './filter/folding.ts';
import { createCounter } from './usage.ts';
import type { Change, NewEntry, NewRevision } from './worker-protocol.ts';

/** The statements that change the journal. */
export function createWriter(database: DatabaseSync) {
  const numbers = createProfileNumbers(database);
  const writeEntry = createEntryWriter(database, numbers.of);
  const writeRevision = createRevisionWriter(database);
  const count = createCounter(database, numbers.of);

  /** All or nothing. */
  function transact(work: () => void): void {
    database.exec('begin immediate');
    try {
      work();
      database.exec('commit');
    } catch (error) {
      numbers.forget();
      rollBack(database);
      throw error;
    }
  }

  return {
    write(changes: readonly Change[]): void {
      transact(() => {
        for (const change of changes) change.what === 'entry' ? writeEntry(change) : writeRevision(change);
        count(changes);
      });
    },
    /** Answers the ids that changed. */
    retryVerdicts(): number[] {
      let ids: number[] = [];
      transact(() => {
        ids = retryVerdicts(database);
      });
      return ids;
    },
  };
}

/** Profiles stand as small numbers in their entries. */
function createProfileNumbers(database: DatabaseSync) {
  const insert = database.prepare('insert into profile (id) values (?) on conflict do nothing');
  const select = database.prepare('select number from profile where id = ?');
  const numbers = new Map<string, number>();
  return {
    of(id: string): number {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      insert.run(id);
      const number = Number(select.get(id)?.number);
      numbers.set(id, number);
      return number;
    },
    /** After a rollback: numbers may have been given in vain. */
    forget: () => numbers.clear(),
  };
}

function createEntryWriter(database: DatabaseSync, numberOf: (profile: string) => number) {
  const insertEntry = database.prepare(`
    insert into entry (id, profile, at, direction, kind, tone, "from", "to", exchange, size, preview, marks, waiting,
      opened, signature, resend, args, folded, offers, links)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertPart = database.prepare('insert into part (entry, position, text) values (?, ?, ?)');
  const countParts = database.prepare('update entry set parts = ? where id = ?');
  const insertBinary = database.prepare('insert into binary (entry, path, bytes) values (?, ?, ?)');
  return (entry: NewEntry): void => {
    const { id, at, direction, kind, tone, from, to, exchange, size, preview, marks, waiting, args } = entry;
    const profile = numberOf(entry.profile);
    const { opened, signature, resend, offers, links } = entry;
    const { rest } = entry;
    const texts = [rest ? args + rest.join('') : args, null, kind, from, to, preview];
    const folded = texts.every(isAscii) ? null : foldedOf(texts);
    // biome-ignore format: as in the statement
    insertEntry.run(
      id, profile, at, direction, kind, tone, from, to, exchange, size, preview, marks, waiting,
      opened, signature, resend, args, folded, offers, links,
    );
    if (rest) countParts.run(rest.length, id);
    for (const [position, text] of rest?.entries() ?? []) insertPart.run(id, position, text);
    for (const { path, bytes } of entry.binaries ?? []) insertBinary.run(id, path, bytes);
  };
}

/** Tells in a fraction of the time of a regular expression that there is nothing to fold. */
function isAscii(text: string | null): boolean {
  return text === null || (Buffer.byteLength(text) === text.length && !text.includes('\0'));
}

function createRevisionWriter(database: DatabaseSync) {
  const update = database.prepare(`
    update entry set steps = ifnull(?, steps), waiting = ifnull(?, waiting), opened = ifnull(?, opened),
      signature = ifnull(?, signature), inside = ifnull(?, inside), facts = ifnull(?, facts),
      "from" = ifnull(?, "from"), "to" = ifnull(?, "to"), preview = ifnull(?, preview)
    where id = ?`);
  const selectTexts = database.prepare(`select ${searchedColumns.join(', ')} from entry where id = ?`);
  const updateFolded = database.prepare('update entry set folded = ? where id = ?');
  return (revision: NewRevision): void => {
    const { id, steps, waiting, opened, signature, inside, facts, from, to, preview } = revision;
    update.run(steps, waiting, opened, signature, inside, facts, from, to, preview, id);
    if (inside === null && from === null && to === null && preview === null) return;
    const texts = selectTexts.get(id);
    if (texts) updateFolded.run(foldedOf(Object.values(texts) as (string | null)[]), id);
  };
}

function retryVerdicts(database: DatabaseSync): number[] {
  // As in the index: without it every entry would be read.
  const sealed = '(opened is not null or signature is not null)';
  const locked = `json_extract(opened, '$.state') = 'locked'`;
  const unknown = `json_extract(signature, '$.state') = 'signer-unknown'`;
  const pending = `'{"state":"pending"}'`;
  const found = database
    .prepare(`select id from entry where ${sealed} and (${locked} or ${unknown}) order by id`)
    .all();
  database.exec(`update entry set opened = ${pending} where ${sealed} and ${locked}`);
  database.exec(`update entry set signature = ${pending} where ${sealed} and ${unknown}`);
  return found.map(({ id }) => Number(id));
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('rollback');
  } catch {
    // SQLite has rolled back by itself, as it does when the disk is full.
  }
}
