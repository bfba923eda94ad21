import type { DatabaseSync } from 'node:sqlite';
import type { Entry, EntryRow } from '../../preload/contract/index.ts';
import { wholeArgs } from './filter/folding.ts';
import { asBytes } from './json-writer.ts';
import { cut } from './payload.ts';
import { fromEntry, rowColumns, toRow } from './row.ts';
import type { Bounds } from './scan.ts';
import type { StoredArgs } from './worker-protocol.ts';

const relatedLimit = 200;
/** More than SQLite puts into one value. */
const mostBytes = 2_147_483_647;

/** The statements that read the journal. */
export function createReader(database: DatabaseSync) {
  const binariesOf = createBinaryReader(database);
  const selectRows = database.prepare(`
    select ${rowColumns} ${fromEntry} where entry.id in (select value from json_each(?)) order by entry.id`);
  const selectArgs = database.prepare(`select ${rowColumns}, ${wholeArgs} as args ${fromEntry} where entry.id = ?`);
  const selectAt = database.prepare('select at from entry where id = ?');
  const selectBounds = database.prepare(`
    select min(least) as least, max(greatest) as greatest from (
      select (select min(id) from entry where entry.profile = profile.number) as least,
        (select max(id) from entry where entry.profile = profile.number) as greatest
      from profile where id in (select value from json_each(?)))`);
  const selectLast = database.prepare(`select seq from sqlite_sequence where name = 'entry'`);
  return {
    rows: (ids: readonly number[]): EntryRow[] => selectRows.all(JSON.stringify(ids)).map(toRow),
    /** The greatest id that was ever written. */
    last: (): number => Number(selectLast.get()?.seq ?? 0),
    entry: createEntryReader(database, binariesOf),
    args(id: number): StoredArgs | undefined {
      const found = selectArgs.get(id);
      if (!found) return undefined;
      const row = toRow(found);
      return { profile: row.profile, row, text: String(found.args), binaries: binariesOf(id, mostBytes) };
    },
    /** When an entry was, in milliseconds since 1970; undefined when it is gone. */
    at: (id: number) => selectAt.get(id)?.at as number | undefined,
    /** Of the ids of some profiles' entries; undefined where there are none. */
    bounds(profiles: readonly string[]): Bounds | undefined {
      const { least, greatest } = { ...selectBounds.get(JSON.stringify(profiles)) };
      return typeof least === 'number' && typeof greatest === 'number' ? { least, greatest } : undefined;
    },
  };
}

type BinariesOf = ReturnType<typeof createBinaryReader>;

function createBinaryReader(database: DatabaseSync) {
  const select = database.prepare(`
    select path, substr(bytes, 1, ?) as bytes, length(bytes) as size from binary where entry = ? order by rowid`);
  return (entry: number, limit: number) =>
    select.all(limit, entry).map(({ path, bytes, size }) => ({
      path: String(path),
      // substr answers null for a part of nothing.
      bytes: asBytes(bytes) ?? new Uint8Array(),
      size: Number(size),
    }));
}

interface StoredWhole {
  args: string;
  parts: number;
  inside: string | null;
  facts: string | null;
  resend: string | null;
  offers: string | null;
  links: string | null;
}

function createEntryReader(database: DatabaseSync, binariesOf: BinariesOf) {
  const selectWhole = database.prepare(`
    select ${rowColumns}, resend, offers, links, facts, inside, parts, substr(args, 1, ?) as args ${fromEntry} where entry.id = ?`);
  const selectParts = database.prepare('select text from part where entry = ? order by position');
  const selectRelated = database.prepare(`
    select ${rowColumns} ${fromEntry}
    where entry.profile = (select number from profile where id = ?) and exchange = ? and entry.id <> ?
    order by entry.id limit ${relatedLimit}`);

  /** Only as many parts are read as are asked for. */
  function argsUpTo(id: number, { args, parts }: StoredWhole, limit: number): string {
    let text = args;
    if (parts === 0) return text;
    for (const part of selectParts.iterate(id)) {
      if (text.length > limit) break;
      text += part.text;
    }
    return text;
  }

  return (id: number, limit: number): Entry | undefined => {
    // One more than asked for shows whether there is more; `args` holds no zero character, where substr would stop.
    const found = selectWhole.get(limit + 1, id);
    if (!found) return undefined;
    const row = toRow(found);
    const stored = found as unknown as StoredWhole;
    const { inside, facts, resend, offers, links } = stored;
    return {
      row,
      payload: payloadOf(argsUpTo(id, stored, limit), binariesOf(id, limit), row.size, limit),
      ...(inside !== null && { inside: { text: cut(inside, limit), cut: inside.length > limit } }),
      facts: facts === null ? [] : JSON.parse(facts),
      offers: offers === null ? [] : JSON.parse(offers),
      links: links === null ? [] : JSON.parse(links),
      related: row.exchange === undefined ? [] : selectRelated.all(row.profile, row.exchange, id).map(toRow),
      ...(resend !== null && { resend: JSON.parse(resend) }),
    };
  };
}

function payloadOf(args: string, found: ReturnType<BinariesOf>, size: number, limit: number): Entry['payload'] {
  const binaries = found.map((binary) => ({
    path: JSON.parse(binary.path),
    base64: Buffer.from(binary.bytes.buffer, binary.bytes.byteOffset, binary.bytes.byteLength).toString('base64'),
    size: binary.size,
  }));
  const incomplete = args.length > limit || found.some(({ bytes, size: whole }) => bytes.length < whole);
  return { args: cut(args, limit), binaries, size, cut: incomplete };
}
