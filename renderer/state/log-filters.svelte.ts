import type { ProfileId } from '../../preload/contract/index.ts';
import { visibleText } from '../parts/visible-text.ts';
import type { Dialogs } from './dialogs.svelte.ts';
import type { Exportable } from './exporting.svelte.ts';
import type { Filtering } from './filtering.svelte.ts';
import type { Seen } from './seen.ts';
import type { Toasts } from './toasts.svelte.ts';

/** What is done with a value that was seen. */
export type SeenUse = 'only' | 'without' | 'colour';

/** The filters of the logs on the screen, so that a value seen elsewhere can be asked for where its entry is shown. */
export class LogFilters {
  /** The one used last stands first. */
  #open: readonly Filtering[] = [];
  readonly #toasts: Toasts;
  readonly #dialogs: Dialogs;

  constructor(toasts: Toasts, dialogs: Dialogs) {
    this.#toasts = toasts;
    this.#dialogs = dialogs;
  }

  /** To be called when a log opens. */
  open(filtering: Filtering): void {
    this.#open = [...this.#open, filtering];
  }

  /** To be called when a log is used. */
  use(filtering: Filtering): void {
    this.#open = [filtering, ...this.#open.filter((each) => each !== filtering)];
  }

  close(filtering: Filtering): void {
    this.#open = this.#open.filter((each) => each !== filtering);
  }

  /** The filter of the log that shows a profile's entries and was used last; of any log, without a profile. */
  of(profile?: ProfileId): Filtering | undefined {
    return this.#open.find((each) => profile === undefined || each.profiles().includes(profile));
  }

  /** Asks for a value in a log, and offers to take it back. Nothing happens where no log is open. */
  take(seen: Seen, use: SeenUse, filtering: Filtering | undefined): void {
    if (use === 'colour') this.#dialogs.open({ dialog: 'rules', filter: seen.term });
    else if (filtering) this.#add(use === 'only' ? seen.term : seen.without, filtering);
  }

  /** Asks what of a log shall be exported: of the one used last, where none is given. */
  export(filtering = this.of(), chosen: Pick<Exportable, 'range' | 'fold'> = { range: null, fold: false }): void {
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
