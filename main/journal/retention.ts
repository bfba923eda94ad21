import type { DatabaseSync } from 'node:sqlite';
import type { Preferences, Retention } from '../../preload/contract/index.ts';

/** How much to keep: of each profile, and of those that are not named. */
export type Retentions = Pick<Preferences, 'retention' | 'retentions'>;

const day = 24 * 60 * 60 * 1000;

/** The statements that find what is beyond a profile's {@link Retention}. Entries with a bookmark are spared. */
export function createRetention(database: DatabaseSync) {
  const selectUsage = database.prepare(`
    select entries, bytes from usage where profile = (select number from profile where id = ?)`);
  const selectOldest = database.prepare(`
    select id, at, size from entry
    where profile = (select number from profile where id = ?)
      and not exists (select 1 from bookmark where bookmark.entry = entry.id)
    order by id limit ?`);
  return {
    /** Up to `limit` of the oldest entries that are too many or too old, ascending. `now`: milliseconds since 1970. */
    surplus(profile: string, { days, entries, bytes }: Retention, now: number, limit: number): number[] {
      const used = selectUsage.get(profile) as { entries: number; bytes: number } | undefined;
      if (!used) return [];
      let tooMany = used.entries - (entries ?? Number.POSITIVE_INFINITY);
      let tooMuch = used.bytes - (bytes ?? Number.POSITIVE_INFINITY);
      const since = now - (days ?? Number.POSITIVE_INFINITY) * day;
      const oldest = selectOldest.all(profile, limit) as { id: number; at: number; size: number }[];
      const kept = oldest.findIndex(({ at, size }) => {
        if (tooMany <= 0 && tooMuch <= 0 && at >= since) return true;
        tooMany -= 1;
        tooMuch -= size;
        return false;
      });
      return oldest.slice(0, kept === -1 ? undefined : kept).map(({ id }) => id);
    },
  };
}
