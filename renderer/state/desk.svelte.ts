import type { Preferences } from '../../preload/contract/index.ts';
import type { FormValue } from '../parts/form-values.ts';
import type { Save } from './saving.ts';

type Panes = Preferences['desks'][string];

const least = 15;
const most = 75;
const startingPanes: Panes = {
  directory: { open: false, share: 32 },
  composer: { open: true, share: 38 },
  statistics: { open: false, share: 40 },
};

/** What lies on a tile: which panes are open and how large, and what its composer holds. Shares are percent. */
export class Desk {
  panes = $state.raw<Panes>(startingPanes);
  action = $state('');
  input = $state.raw<FormValue>({});
  /** Where its log was last asked to go. */
  place = $state.raw<{ time: number } | null>(null);
  readonly #save: Save;

  constructor(panes: Panes | undefined, save: Save) {
    this.panes = panes ?? startingPanes;
    this.#save = save;
  }

  show(pane: keyof Panes, open = true): void {
    this.#set(pane, { ...this.panes[pane], open });
    this.#save();
  }

  toggle(pane: keyof Panes): void {
    this.show(pane, !this.panes[pane].open);
  }

  resize(pane: keyof Panes, by: number): void {
    const { open, share } = this.panes[pane];
    this.#set(pane, { open, share: Math.min(Math.max(share + by, least), most) });
    this.#save('at-rest');
  }

  /** Has the log show what came at a time: milliseconds since 1970. */
  goToTime(time: number): void {
    this.place = { time };
  }

  /** Replaces what the composer holds. */
  lay(draft: { action: string; input: FormValue }): void {
    this.action = draft.action;
    this.input = draft.input;
  }

  /** Opens the composer with something to be changed and sent. */
  compose(draft: { action: string; input: FormValue }): void {
    this.lay(draft);
    this.show('composer');
  }

  #set(pane: keyof Panes, next: Panes[keyof Panes]): void {
    this.panes = { ...this.panes, [pane]: next };
  }
}
