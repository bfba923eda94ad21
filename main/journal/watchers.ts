import type { EntryRow } from '../../preload/contract/index.ts';
import { createView, type Find, type Question, type View } from './view.ts';
import type { FromWorker } from './worker-protocol.ts';

/** Entries looked at before other work gets its turn. */
const stride = 50_000;
const tailLimit = 200;
const revisedLimit = 1000;
/** The least time between two reports, in milliseconds. */
const reportPause = 40;

interface Watched {
  view: View;
  /** The scan of what was there before is done, and its count was answered. */
  ready: boolean;
  /** How many of its rows have been told of. */
  told: number;
  /** Rows came or went before the end, or all were looked at anew. */
  shifted: boolean;
}

export interface Source {
  rows(ids: readonly number[]): EntryRow[];
  finder(question: Question): Find;
}

export type Watchers = ReturnType<typeof createWatchers>;

/** The open views: keeps them up to date and tells what became of them, at most every {@link reportPause}. */
export function createWatchers(source: Source, post: (message: FromWorker) => void) {
  const open = new Map<string, Watched>();
  const revised = new Set<number>();
  let last = 0;
  let timer: NodeJS.Timeout | undefined;
  let reported = 0;

  /** Looks through what is there, a stride at a time. Answers nothing when the view was closed or replaced meanwhile. */
  async function scan(name: string, question: Question): Promise<Watched | undefined> {
    const watched: Watched = {
      view: createView(question, source.finder(question)),
      ready: false,
      told: 0,
      shifted: false,
    };
    open.set(name, watched);
    while (watched.view.through < last) {
      watched.view.extend(Math.min(watched.view.through + stride, last));
      await new Promise(setImmediate);
      if (open.get(name) !== watched) return undefined;
    }
    watched.ready = true;
    watched.told = watched.view.count;
    return watched;
  }

  function report(): void {
    clearTimeout(timer);
    timer = undefined;
    reported = performance.now();
    reportRevised();
    for (const [view, watched] of open) {
      const { count } = watched.view;
      if (!watched.ready || (count === watched.told && !watched.shifted)) continue;
      const fresh = watched.shifted ? 0 : Math.min(count - watched.told, tailLimit);
      const tail = source.rows(watched.view.slice(count - fresh, fresh));
      watched.told = count;
      watched.shifted = false;
      post({ what: 'appended', event: { view, count, tail } });
    }
  }

  function reportRevised(): void {
    const ids = [...revised];
    revised.clear();
    for (let start = 0; start < ids.length; start += revisedLimit) {
      const rows = source.rows(ids.slice(start, start + revisedLimit));
      if (rows.length > 0) post({ what: 'revised', event: { rows } });
    }
  }

  /** Under a flood messages come before timers: what is due is reported here. */
  function reportSoon(): void {
    if (performance.now() - reported >= reportPause) report();
    else timer ??= setTimeout(report, reportPause);
  }

  return {
    /** Up to which id there may be entries. */
    start(id: number): void {
      last = id;
    },
    async watch(name: string, question: Question): Promise<{ count: number }> {
      await scan(name, question);
      return { count: open.get(name)?.view.count ?? 0 };
    },
    unwatch: (name: string) => open.delete(name),
    get last() {
      return last;
    },
    get: (name: string): View | undefined => open.get(name)?.view,
    /** Entries up to this id were written, and those were revised. `words`: the texts they are found by have changed. */
    advance(to: number, revisions: readonly { id: number; words: boolean }[]): void {
      last = Math.max(last, to);
      for (const watched of open.values()) {
        const { view } = watched;
        const before = view.through;
        for (const { id, words } of revisions) {
          if (id > before) continue;
          if (words && view.question.filter !== '') watched.shifted = view.reconsider(id) || watched.shifted;
          if (view.has(id)) revised.add(id);
        }
        if (watched.ready) view.extend(last);
      }
      reportSoon();
    },
    /** Entries of these profiles are gone, or all may be: their views are looked through anew. */
    async renew(concerns: (question: Question) => boolean): Promise<void> {
      for (const [name, { view }] of [...open]) {
        if (open.get(name)?.view !== view || !concerns(view.question)) continue;
        const watched = await scan(name, view.question);
        if (watched) watched.shifted = true;
      }
      reportSoon();
    },
    close: () => clearTimeout(timer),
  };
}
