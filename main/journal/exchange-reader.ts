import type { DatabaseSync } from 'node:sqlite';
import type { EntryRow, Exchanged } from '../../preload/contract/index.ts';

/** Entries of an exchange that a folded row carries. */
const exchangedLimit = 50;

/** The statements that read exchanges: entries of one profile that name the same one. */
export function createExchangeReader(database: DatabaseSync) {
  const head = `ifnull((
    select first.id from entry as first
    where first.profile = entry.profile and first.exchange = entry.exchange order by first.id limit 1), entry.id)`;
  const selectHeads = database.prepare(`
    select json_group_array(head) as ids from (
      select distinct ${head} as head from entry where id in (select value from json_each(?)) order by head)`);
  const selectNewHeads = database.prepare(`
    select json_group_array(head) as ids from (
      select distinct ${head} as head from entry where id > ? and id <= ? and exchange is not null order by head)`);
  const selectMembers = database.prepare(`
    select member.id as id from entry join entry as member
      on member.profile = entry.profile and member.exchange = entry.exchange
    where entry.id = ?`);
  const selectExchanged = database.prepare(`
    select id, at, direction, kind, tone from entry
    where profile = (select number from profile where id = ?) and exchange = ? order by id limit ${exchangedLimit}`);

  /** An entry without exchange is the only one of its own. */
  function* membersOf(id: number): Generator<number> {
    yield id;
    for (const member of selectMembers.iterate(id)) if (member.id !== id) yield Number(member.id);
  }

  return {
    /** The first entry of the exchange of each, ascending, each once; an entry without exchange stands for itself. */
    heads: (ids: readonly number[]): number[] => idsOf(selectHeads.get(JSON.stringify(ids))),
    /** The first entries of the exchanges that have entries above `after` and up to `upTo`, ascending, each once. */
    headsOfNew: (after: number, upTo: number): number[] => idsOf(selectNewHeads.get(after, upTo)),
    /** All entries of the exchange of an entry. */
    members: (id: number): number[] => [...membersOf(id)],
    someMember(id: number, holds: (id: number) => boolean): boolean {
      for (const member of membersOf(id)) if (holds(member)) return true;
      return false;
    },
    exchanged: ({ profile, exchange }: EntryRow): Exchanged[] =>
      exchange === undefined ? [] : (selectExchanged.all(profile, exchange) as unknown as Exchanged[]),
  };
}

function idsOf(found: Record<string, unknown> | undefined): number[] {
  return JSON.parse(String(found?.ids));
}
