import type { Console } from './console.svelte.ts';

type Pane = 'sidebar' | 'inspector';

const limits = { sidebar: { least: 12, most: 40 }, inspector: { least: 18, most: 60 } } as const;
const saveAfter = 400;

/** The panes beside the tiles: open or not, and how many percent of the window they take. Saved like the layout. */
export class Frame {
  sidebar = $state({ share: 18, open: true });
  inspector = $state({ share: 30, open: true });
  readonly #console: Console;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(console: Console) {
    this.#console = console;
    this.sidebar = { ...console.preferences.sidebar };
    this.inspector = { ...console.preferences.inspector };
  }

  toggle(pane: Pane): void {
    this[pane].open = !this[pane].open;
    this.#save();
  }

  resize(pane: Pane, by: number): void {
    const { least, most } = limits[pane];
    this[pane].share = Math.min(Math.max(this[pane].share + by, least), most);
    this.#save();
  }

  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { sidebar, inspector } = this;
      // As with the layout: not worth an interruption.
      this.#console.request('preferences:save', { sidebar, inspector }).catch(() => {});
    }, saveAfter);
  }
}
