import type { Colour } from '../../preload/contract/index.ts';
import type { Finder } from './view.ts';

/** A rule of a view that can be followed. */
export interface Colourist {
  finder: Finder;
  colour: Colour;
}

/** The rules of a view: of several that an entry meets the first counts. */
export class Colouring {
  readonly #rules: Set<Colourist>;

  constructor(rules: readonly Colourist[]) {
    this.#rules = new Set(rules);
  }

  of(ids: readonly number[]): Map<number, Colour> {
    const colours = new Map<number, Colour>();
    for (const rule of this.#rules) {
      const open = ids.filter((id) => !colours.has(id));
      if (open.length === 0) break;
      for (const id of this.#among(rule, open)) colours.set(id, rule.colour);
    }
    return colours;
  }

  /** A rule that takes too long once would do so for every page: it is left out from then on. */
  #among(rule: Colourist, ids: readonly number[]): number[] {
    try {
      return rule.finder.among(ids);
    } catch {
      this.#rules.delete(rule);
      return [];
    }
  }
}
