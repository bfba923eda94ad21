import type { Bridge } from '../../preload/bridge.ts';
import type { Place, ProfileId } from '../../preload/contract/index.ts';

/** The entries of some profiles that match a filter, for going from one to the next in a log that hides nothing. */
export class Matches {
  /** Null until it is known. */
  count = $state<number | null>(null);
  readonly #bridge: Bridge;
  #view: string | null = null;
  readonly #undo: () => void;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.#undo = bridge.on('journal:appended', ({ view, count }) => {
      if (view === this.#view) this.count = count;
    });
  }

  async watch(profiles: readonly ProfileId[], filter: string): Promise<void> {
    this.leave();
    const view = crypto.randomUUID();
    this.#view = view;
    const question = { profiles: [...profiles], filter, fold: false, rules: [] };
    const answer = await this.#bridge.request('journal:watch', { view, ...question });
    if (view === this.#view && answer.ok) this.count ??= answer.value.count;
    else if (answer.ok) void this.#bridge.request('journal:unwatch', { view });
  }

  /** The match after or before an entry, around the ends. Without an entry: the last. Null where there is none. */
  async beside(id: number | null, by: 1 | -1): Promise<number | null> {
    if (id === null) return this.#idAt(-1);
    const found = await this.#locate({ id });
    if (!found) return null;
    return this.#idAt(found.index + (by === 1 ? Number(found.exact) : -1));
  }

  /** Asks for nothing. */
  leave(): void {
    if (this.#view !== null) void this.#bridge.request('journal:unwatch', { view: this.#view });
    this.#view = null;
    this.count = null;
  }

  close(): void {
    this.#undo();
    this.leave();
  }

  async #locate(place: Place) {
    if (this.#view === null) return null;
    const answer = await this.#bridge.request('journal:locate', { view: this.#view, place });
    return answer.ok ? answer.value : null;
  }

  async #idAt(index: number): Promise<number | null> {
    const { count } = this;
    if (this.#view === null || !count) return null;
    const input = { view: this.#view, offset: (index + count) % count, limit: 1 };
    const answer = await this.#bridge.request('journal:page', input);
    return answer.ok ? (answer.value.rows[0]?.id ?? null) : null;
  }
}
