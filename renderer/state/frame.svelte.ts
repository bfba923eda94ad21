import type { Console } from './console.svelte.ts';
import { type Save, saving } from './saving.ts';

type Pane = 'sidebar' | 'inspector';

const limits = { sidebar: { least: 12, most: 40 }, inspector: { least: 18, most: 60 } } as const;

/** The panes beside the tiles: open or not, and how many percent of the window they take. Saved like the layout. */
export class Frame {
  sidebar = $state({ share: 18, open: true });
  inspector = $state({ share: 30, open: true });
  readonly #save: Save;

  constructor(console: Console) {
    this.#save = saving(console, () => ({ sidebar: this.sidebar, inspector: this.inspector }));
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
    this.#save('at-rest');
  }
}
