import type { Preferences } from '../../preload/contract/index.ts';
import { visibleText } from '../parts/visible-text.ts';
import type { Console } from './console.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

type ListName = 'rules' | 'savedFilters';
type Item<Name extends ListName> = Preferences[Name][number];

/** A list of the user's that is kept among the preferences. Changes wait for each other; problems become toasts. */
export class KeptList<Name extends ListName> {
  readonly #name: Name;
  readonly #console: Console;
  readonly #toasts: Toasts;
  #last: Promise<void> = Promise.resolve();

  constructor(name: Name, console: Console, toasts: Toasts) {
    this.#name = name;
    this.#console = console;
    this.#toasts = toasts;
  }

  get items(): readonly Item<Name>[] {
    return this.#console.preferences[this.#name];
  }

  add(item: Item<Name>): Promise<void> {
    return this.#change((items) => [...items, item]);
  }

  /** Puts another in its place. */
  change(index: number, part: Partial<Item<Name>>): Promise<void> {
    return this.#change((items) => items.map((item, at) => (at === index ? { ...item, ...part } : item)));
  }

  move(index: number, to: number): Promise<void> {
    return this.#change((items) => {
      const item = items[index];
      return item && to >= 0 && to < items.length ? items.toSpliced(index, 1).toSpliced(to, 0, item) : items;
    });
  }

  /** Removes at once, and offers to take it back. */
  async remove(index: number): Promise<void> {
    const item = this.items[index];
    if (!item) return;
    await this.#change((items) => items.filter((each) => each !== item));
    this.#toasts.show({
      tone: 'plain',
      text: `“${visibleText(item.name || item.filter)}” was deleted.`,
      action: { label: 'Undo', run: () => void this.#change((items) => items.toSpliced(index, 0, item)) },
    });
  }

  #change(edit: (items: readonly Item<Name>[]) => readonly Item<Name>[]): Promise<void> {
    this.#last = this.#last.then(async () => {
      const items = edit(this.items);
      if (items === this.items) return;
      try {
        // Told as an event, too, which may come after the next change.
        this.#console.takePreferences(await this.#console.request('preferences:save', { [this.#name]: [...items] }));
      } catch (problem) {
        this.#toasts.showProblem(problem);
      }
    });
    return this.#last;
  }
}
