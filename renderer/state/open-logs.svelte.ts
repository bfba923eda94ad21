import type { Beyond, Landmark, ProfileId } from '../../preload/contract/index.ts';
import { visibleText } from '../parts/visible-text.ts';
import type { Dialogs } from './dialogs.svelte.ts';
import type { Exportable } from './exporting.svelte.ts';
import type { Filtering } from './filtering.svelte.ts';
import type { Seen } from './seen.ts';
import type { Toasts } from './toasts.svelte.ts';

/** What is done with a value that was seen. */
export type SeenUse = 'only' | 'without' | 'colour';

/** What others can do with a log on the screen. */
export interface OpenLog {
  readonly filtering: Filtering;
  goToLandmark(landmark: Landmark, way: Beyond['way']): void;
}

/** The logs on the screen, so that a value seen elsewhere can be asked for where its entry is shown. */
export class OpenLogs {
  /** The one used last stands first. */
  #open: readonly OpenLog[] = [];
  readonly #toasts: Toasts;
  readonly #dialogs: Dialogs;

  constructor(toasts: Toasts, dialogs: Dialogs) {
    this.#toasts = toasts;
    this.#dialogs = dialogs;
  }

  /** To be called when a log opens. */
  open(log: OpenLog): void {
    this.#open = [...this.#open, log];
  }

  /** To be called when a log is used. */
  use(log: OpenLog): void {
    this.#open = [log, ...this.#open.filter((each) => each !== log)];
  }

  close(log: OpenLog): void {
    this.#open = this.#open.filter((each) => each !== log);
  }

  /** The log that shows a profile's entries and was used last; any log, without a profile. */
  of(profile?: ProfileId): OpenLog | undefined {
    return this.#open.find(({ filtering }) => profile === undefined || filtering.profiles().includes(profile));
  }

  /** Asks for a value in a log, and offers to take it back. Nothing happens where no log is open. */
  take(seen: Seen, use: SeenUse, filtering: Filtering | undefined): void {
    if (use === 'colour') this.#dialogs.open({ dialog: 'rules', filter: seen.term });
    else if (filtering) this.#add(use === 'only' ? seen.term : seen.without, filtering);
  }

  /** Asks what of a log shall be exported: of the one used last, where none is given. */
  export(
    filtering = this.of()?.filtering,
    chosen: Pick<Exportable, 'range' | 'fold'> = { range: null, fold: false },
  ): void {
    if (!filtering) return;
    const { hides, good } = filtering;
    const of = { profiles: [...filtering.profiles()], filter: hides ? good : '', ...chosen };
    this.#dialogs.open({ dialog: 'export', of });
  }

  #add(term: string, filtering: Filtering): void {
    const { text } = filtering;
    filtering.add(term);
    if (filtering.text === text) return;
    this.#toasts.show({
      tone: 'plain',
      text: `Filter added: ${visibleText(term.length > 120 ? `${term.slice(0, 119)}…` : term)}`,
      action: { label: 'Undo', run: () => (filtering.text = text) },
    });
  }
}
