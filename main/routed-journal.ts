import type { Archives, ReadOnlyJournal } from './journal/archives.ts';
import type { Journal } from './journal/journal.ts';
import { Problem } from './problem.ts';

/** What the interface asks of journals. */
export type ShownJournal = ReadOnlyJournal & Pick<Journal, 'bookmark' | 'delete' | 'clear' | 'usage' | 'compact'>;

/** Leads each question to the journal that it is about: the user's, or an archive, which nothing changes. */
export function routeJournal(live: Journal, archives: Archives): ShownJournal {
  /** By view, and by export. */
  const used = new Map<string, ReadOnlyJournal>();
  const of = (name: string) => used.get(name) ?? live;
  const choose = (name: string, profiles: readonly string[]) => {
    const archive = archives.ofProfiles(profiles);
    if (archive) used.set(name, archive);
    else used.delete(name);
    return archive ?? live;
  };
  const refuse = () => {
    throw new Problem('refused', 'This file is open to be read only.');
  };
  return {
    watch: (question) => choose(question.view, question.profiles).watch(question),
    stopScan: (view) => of(view).stopScan(view),
    unwatch(view) {
      of(view).unwatch(view);
      used.delete(view);
    },
    suggest: (asked) => (archives.ofProfiles(asked.profiles) ?? live).suggest(asked),
    page: (view, offset, limit) => of(view).page(view, offset, limit),
    locate: (view, place) => of(view).locate(view, place),
    entry: (id, limit) => (archives.ofEntry(id) ?? live).entry(id, limit),
    bookmark: async (id, bookmark) => (archives.ofEntry(id) ? refuse() : live.bookmark(id, bookmark)),
    delete: async (view, from, to) => (used.has(view) ? refuse() : live.delete(view, from, to)),
    clear: async (profile) => (archives.ofProfiles([profile]) ? refuse() : live.clear(profile)),
    usage: () => live.usage(),
    compact: () => live.compact(),
    async export(order, path) {
      try {
        return await choose(order.id, order.profiles).export(order, path);
      } finally {
        used.delete(order.id);
      }
    },
    async previewExport(order) {
      try {
        return await choose(order.id, order.profiles).previewExport(order);
      } finally {
        used.delete(order.id);
      }
    },
    stopExport: (id) => of(id).stopExport(id),
  };
}
