import type { DatabaseSync } from 'node:sqlite';

/** What a deletion did. */
export interface Gone {
  /** The entries that were deleted, ascending. */
  ids: number[];
  /** What is now the first entry of each exchange that lost some and has some left, ascending. */
  heads: number[];
}

/** The statements that delete entries. Bytes, bookmarks and whatever else belongs to an entry go with it. */
export function createDeletion(database: DatabaseSync) {
  const given = 'id in (select value from json_each(?))';
  const selectIds = database.prepare(`select json_group_array(id) as ids from entry where ${given}`);
  const selectExchanges = database.prepare(
    `select distinct profile, exchange from entry where ${given} and exchange is not null`,
  );
  const selectHead = database.prepare('select min(id) as head from entry where profile = ? and exchange = ?');
  const deleteGiven = database.prepare(`delete from entry where ${given}`);
  const selectOldest = database.prepare(`
    select json_group_array(id) as ids from (
      select id from entry where profile = (select number from profile where id = ?) and id <= ? order by id limit ?)`);

  return {
    /** Constant work for each entry, so that callers can give others their turn between parts of a large deletion. */
    delete(ids: readonly number[]): Gone {
      const asked = JSON.stringify(ids);
      const there = JSON.parse(String(selectIds.get(asked)?.ids)) as number[];
      const exchanges = selectExchanges.all(asked) as { profile: number; exchange: string }[];
      deleteGiven.run(asked);
      database.exec('pragma incremental_vacuum(2000)');
      const heads = exchanges.map(({ profile, exchange }) => selectHead.get(profile, exchange)?.head);
      return { ids: ascending(there), heads: ascending(heads.filter((head) => typeof head === 'number')) };
    },
    /** Up to `limit` of a profile's oldest entries that are not after `upTo`, ascending. */
    oldest: (profile: string, upTo: number, limit: number): number[] =>
      JSON.parse(String(selectOldest.get(profile, upTo, limit)?.ids)),
  };
}

function ascending(ids: number[]): number[] {
  return ids.sort((a, b) => a - b);
}
