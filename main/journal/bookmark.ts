import type { DatabaseSync } from 'node:sqlite';
import type { Bookmark } from '../../preload/contract/index.ts';

/** The statements that set bookmarks. */
export function createBookmarks(database: DatabaseSync) {
  const put = database.prepare(`
    insert into bookmark (entry, comment, colour) select id, ?, ? from entry where id = ?
    on conflict do update set comment = excluded.comment, colour = excluded.colour`);
  const remove = database.prepare('delete from bookmark where entry = ?');
  const exists = database.prepare('select 1 from entry where id = ?');
  return {
    /** Null takes it away. False when there is no such entry. */
    bookmark(id: number, bookmark: Bookmark | null): boolean {
      if (bookmark) return put.run(bookmark.comment.toWellFormed(), bookmark.colour, id).changes > 0;
      remove.run(id);
      return exists.get(id) !== undefined;
    },
  };
}
