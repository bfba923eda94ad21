import type { DatabaseSync } from 'node:sqlite';
import type { Archive, JournalFileEntry } from '../../../preload/contract/index.ts';
import { checkFileEntry, longest, parseJson, Unreadable } from './file-entry.ts';
import { type Columns, openForeign, soundly } from './foreign-database.ts';
import type { Intake } from './intake.ts';

/** Ids that are tried one by one where the file is damaged, before the steps get larger. */
const mostTries = 1000;
const json = new Set(['marks', 'steps', 'opened', 'signature', 'resend', 'facts', 'offers', 'links']);

/**
 * Reads the journal of another Patchbay. It names no profiles: those that are `known` have their names from here. `size`:
 * bytes of the file.
 */
export async function readJournal(path: string, size: number, known: Archive['profiles'], intake: Intake) {
  const { database, columns } = openForeign(path);
  try {
    const readEntry = soundly(() => createEntryReader(database, columns));
    const profileOf = soundly(() => createProfiles(database, known, intake));
    let through = 0;
    for (const { where, id, weight } of entriesOf(database, columns)) {
      intake.take(where, () => {
        if (id === undefined) throw new Unreadable('The file is damaged here.');
        if (weight > longest) throw new Unreadable('The entry is too large.');
        through += weight;
        return soundly(() => readEntry(id, profileOf));
      });
      // Texts of numbers are longer than numbers.
      if (through > 2 * size) throw new Unreadable(moreThanThereIs);
      await intake.reach(Math.min(through, size));
    }
  } finally {
    database.close();
  }
}

const moreThanThereIs =
  'This file says that it holds more than there is room for in it: it is damaged, or made to deceive.';

interface Found {
  /** In the file, for people. */
  where: string;
  /** Undefined for what is damaged there. */
  id?: number;
  /** Bytes of all that belongs to it. */
  weight: number;
}

/** Ascending, and ends, whatever a damaged file holds. */
function* entriesOf(database: DatabaseSync, columns: Columns): Generator<Found> {
  const next = soundly(() =>
    database.prepare(`select id, ${weightOf(columns)} as weight from entry where id > ? order by id limit 1`),
  );
  let [last, tries] = [0, 0];
  while (last < Number.MAX_SAFE_INTEGER) {
    const found = tryGet(() => next.get(last));
    if (found === undefined) return;
    const { id, weight } = { id: Number(found?.id), weight: Number(found?.weight) };
    if (id > last) {
      yield { where: `Entry ${id}`, id, weight };
      [last, tries] = [id, 0];
    } else {
      if (tries === 0) yield { where: `After entry ${last}`, weight: 0 };
      tries += 1;
      last += Math.max(1, 2 ** (tries - mostTries));
    }
  }
}

/** Null where it cannot be read. */
function tryGet<Row>(get: () => Row): Row | null {
  try {
    return soundly(get);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** SQL for the bytes of all that belongs to an entry, none of which is read for it. */
function weightOf({ entry, ...others }: Columns): string {
  const bytesOf = (columns: readonly string[]) =>
    columns.map((name) => `ifnull(octet_length("${name}"), 0)`).join(' + ');
  const beside = (['binary', 'part', 'bookmark'] as const)
    .filter((table) => others[table].length > 0)
    .map((table) => `ifnull((select sum(${bytesOf(others[table])}) from ${table} where ${table}.entry = entry.id), 0)`);
  return [bytesOf(entry), ...beside].join(' + ');
}

type ProfileOf = (number: unknown) => string;

/** Gives the archive a profile for each that has entries. */
function createProfiles(database: DatabaseSync, known: Archive['profiles'], intake: Intake): ProfileOf {
  const select = database.prepare('select id from profile where number = ?');
  const added = new Map<unknown, string>();
  let unknown = 0;
  const add = (number: number) => {
    const id = select.get(number)?.id;
    if (typeof id !== 'string') throw new Unreadable('Not an entry: the file has no such profile.');
    const found = known.find((profile) => profile.id === id);
    return intake.addProfile(found ?? { name: `Profile ${++unknown}`, service: '' });
  };
  return (number) => {
    if (typeof number !== 'number') throw new Unreadable('Not an entry: the file has no such profile.');
    const profile = added.get(number) ?? add(number);
    added.set(number, profile);
    return profile;
  };
}

/** Reads an entry with all that belongs to it. */
function createEntryReader(database: DatabaseSync, columns: Columns) {
  const names = columns.entry.map((name) => `"${name}"`).join(', ');
  const selectEntry = database.prepare(`select ${names} from entry where id = ?`);
  const selectBinaries = database.prepare('select path, bytes from binary where entry = ? order by rowid');
  const has = (table: keyof Columns) => columns[table].length > 0;
  const selectParts = has('part') && database.prepare('select text from part where entry = ? order by position');
  const selectBookmark = has('bookmark') && database.prepare('select comment, colour from bookmark where entry = ?');
  return (id: number, profileOf: ProfileOf): { profile: string; entry: JournalFileEntry } => {
    const { profile, args, waiting, ...row } = { ...selectEntry.get(id) };
    const parts = selectParts ? selectParts.all(id).map(({ text }) => text) : [];
    const bookmark = selectBookmark ? selectBookmark.get(id) : undefined;
    const entry = checkFileEntry({
      ...readColumns(row),
      args: parseJson([args, ...parts].map(textOf).join('')),
      waiting: waiting === 1,
      binaries: selectBinaries.all(id).map(readBinary),
      ...(bookmark && { bookmark: { ...bookmark } }),
    });
    return { profile: profileOf(profile), entry };
  };
}

/** What is null is as usual. */
function readColumns(row: Record<string, unknown>): Record<string, unknown> {
  const given = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, json.has(name) ? parseJson(textOf(value)) : value]));
}

function readBinary({ path, bytes }: Record<string, unknown>) {
  if (!(bytes instanceof Uint8Array)) throw new Unreadable('Not an entry: bytes are missing.');
  return { path: parseJson(textOf(path)), base64: Buffer.from(bytes).toString('base64') };
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Unreadable('Not an entry: a text is missing.');
  return value;
}
