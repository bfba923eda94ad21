import type { Colour, ProfileId } from '../../preload/contract/index.ts';

const hues: readonly Colour[] = ['blue', 'orange', 'green', 'violet', 'red', 'yellow'];

/** The colours of connections: each keeps its own, whichever others are shown beside it, come or go. */
export class Hues {
  readonly #given = new Map<ProfileId, Colour>();

  /**
   * `all`: the connections that there are, in an order in which neighbours should differ. One that is not yet among them
   * gets its colour when it is.
   */
  of(profile: ProfileId, all: readonly ProfileId[]): Colour {
    for (const id of all) if (!this.#given.has(id)) this.#given.set(id, this.#leastUsed(all));
    return this.#given.get(profile) ?? 'blue';
  }

  #leastUsed(all: readonly ProfileId[]): Colour {
    const used = all.map((id) => this.#given.get(id));
    const times = (hue: Colour) => used.filter((each) => each === hue).length;
    return hues.reduce((best, hue) => (times(hue) < times(best) ? hue : best));
  }
}
