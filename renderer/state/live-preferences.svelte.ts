import { SvelteMap } from 'svelte/reactivity';
import type { Preferences } from '../../preload/contract/index.ts';

/**
 * The preferences, each a signal of its own. Some are saved at every move of a pane: who reads another one, or one that
 * was saved as it was, hears nothing of that.
 */
export class LivePreferences {
  readonly now: Preferences;
  readonly #parts: SvelteMap<string, unknown>;

  constructor(preferences: Preferences) {
    this.#parts = new SvelteMap(Object.entries(preferences));
    const readers = [...this.#parts.keys()].map((name) => [
      name,
      { enumerable: true, get: () => this.#parts.get(name) },
    ]);
    this.now = Object.defineProperties({} as Preferences, Object.fromEntries(readers));
  }

  take(preferences: Preferences): void {
    for (const [name, part] of Object.entries(preferences)) {
      if (JSON.stringify(part) !== JSON.stringify(this.#parts.get(name))) this.#parts.set(name, part);
    }
  }
}
