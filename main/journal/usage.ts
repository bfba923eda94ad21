import type { DatabaseSync } from 'node:sqlite';
import type { Usage } from '../../preload/contract/index.ts';
import type { Change } from './worker-protocol.ts';

/** Pages moved before other work gets its turn. */
const slice = 500;

/** The statements that say what the journal takes, and give back to the disk what it does not. */
export function createUsage(database: DatabaseSync) {
  const select = database.prepare(`
    select profile.id as profile, entries, bytes,
      (select at from entry where entry.profile = usage.profile order by id limit 1) as oldest
    from usage join profile on profile.number = usage.profile where entries > 0`);
  const pragma = (name: string) => Number(Object.values({ ...database.prepare(`pragma ${name}`).get() })[0]);
  return {
    usage(): { profiles: Usage[]; file: number; free: number } {
      const page = pragma('page_size');
      const profiles = select.all() as unknown as Usage[];
      return {
        profiles: profiles.map((row) => ({ ...row })),
        file: pragma('page_count') * page,
        free: pragma('freelist_count') * page,
      };
    },
    /** A part of the work; false when there is no more to do. */
    compactSlice(): boolean {
      const before = pragma('freelist_count');
      if (before > 0) database.exec(`pragma incremental_vacuum(${slice})`);
      const after = pragma('freelist_count');
      if (after > 0 && after < before) return true;
      database.exec('pragma wal_checkpoint(truncate)');
      return false;
    },
  };
}

/** Counts what a batch adds, to be written with it. What is deleted is counted by a trigger. */
export function createCounter(database: DatabaseSync, numberOf: (profile: string) => number) {
  const add = database.prepare(`
    insert into usage (profile, entries, bytes) values (?, ?, ?)
    on conflict do update set entries = entries + excluded.entries, bytes = bytes + excluded.bytes`);
  return (changes: readonly Change[]): void => {
    const added = new Map<string, { entries: number; bytes: number }>();
    for (const change of changes) {
      if (change.what !== 'entry') continue;
      const counts = added.get(change.profile) ?? { entries: 0, bytes: 0 };
      counts.entries += 1;
      counts.bytes += change.size;
      added.set(change.profile, counts);
    }
    for (const [profile, { entries, bytes }] of added) add.run(numberOf(profile), entries, bytes);
  };
}
