import { type Filter, parseFilter } from '../../preload/contract/filter/index.ts';
import type { EntryRow } from '../../preload/contract/index.ts';
import { Colouring } from './colouring.ts';
import type { SoundStore } from './sound-store.ts';
import type { Store } from './store.ts';
import type { Finder, Question, View, ViewParts } from './view.ts';

/** Where views and their rows come from. A store that was damaged is replaced meanwhile by the next use. */
export class Source {
  readonly #store: SoundStore;

  constructor(store: SoundStore) {
    this.#store = store;
  }

  /** `last`: up to which id there may be entries. */
  partsOf(question: Question, last: number): ViewParts {
    const store = this.#store;
    return {
      question,
      finder: this.#finder(question, read(question.filter)),
      colouring: this.#colouring(question),
      exchanges: {
        heads: (ids) => store.use(({ heads }) => heads(ids)),
        someMember: (head, holds) => store.use(({ someMember }) => someMember(head, holds)),
      },
      bounds: store.use(({ bounds }) => bounds(question.profiles)),
      last,
    };
  }

  /** `ids`: ascending. */
  rows(view: View, ids: readonly number[]): EntryRow[] {
    if (ids.length === 0) return [];
    const rows = this.#store.use((store) => store.rows(ids));
    const colours = view.colouring.of(ids);
    return rows.map((row) => {
      const colour = colours.get(row.id);
      return { ...row, ...(colour && { colour }), ...(view.question.fold && this.#exchangedOf(row)) };
    });
  }

  headsOfNew(after: number, upTo: number): number[] {
    return this.#store.use((store) => store.headsOfNew(after, upTo));
  }

  #exchangedOf(row: EntryRow): Pick<EntryRow, 'exchanged'> {
    return row.exchange === undefined ? {} : { exchanged: this.#store.use(({ exchanged }) => exchanged(row)) };
  }

  /** A rule that cannot be read colours nothing. */
  #colouring(question: Question): Colouring {
    const rules = question.rules.flatMap(({ filter, colour }) => {
      const parsed = parseFilter(filter);
      return parsed.ok ? [{ finder: this.#finder(question, parsed.filter), colour }] : [];
    });
    return new Colouring(rules);
  }

  /** Prepared once for each store. */
  #finder({ profiles, names = new Map() }: Question, filter: Filter): Finder {
    const asking = { names, now: Date.now() };
    let prepared: { by: Store; finder: Finder } | undefined;
    const use = <Result>(work: (finder: Finder) => Result) =>
      this.#store.use((store) => {
        if (prepared?.by !== store) prepared = { by: store, finder: store.finder(profiles, filter, asking) };
        return work(prepared.finder);
      });
    return {
      find: (after, upTo) => use((finder) => finder.find(after, upTo)),
      among: (ids) => use((finder) => finder.among(ids)),
    };
  }
}

/** Filters are checked before they come here. */
function read(text: string): Filter {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.filter;
}
