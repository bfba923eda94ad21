import type { DatabaseSync } from 'node:sqlite';
import type { Landmark } from '../../preload/contract/index.ts';
import { failed } from './filter/field-condition.ts';

/** The statements that find what one goes to in a log. */
export function createLandmarks(database: DatabaseSync) {
  const statements = {
    bookmarked: {
      is: database.prepare('select 1 from bookmark where entry = ?'),
      all: database.prepare('select json_group_array(entry) as ids from (select entry from bookmark order by entry)'),
    },
    failed: {
      is: database.prepare(`select 1 from entry where id = ? and ${failed}`),
      all: database.prepare(
        `select json_group_array(id) as ids from (select id from entry where ${failed} order by id)`,
      ),
    },
  };
  return {
    isLandmark: (landmark: Landmark, id: number): boolean => statements[landmark].is.get(id) !== undefined,
    /** Of all profiles, ascending. */
    landmarks: (landmark: Landmark): number[] => JSON.parse(String(statements[landmark].all.get()?.ids)),
  };
}
