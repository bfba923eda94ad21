import type { FormValue } from '../parts/form-values.ts';

/** What lies on a tile: which panes are open and how large, and what its composer holds. Shares are percent. */
export class Desk {
  directory = $state({ open: false, share: 32 });
  composer = $state({ open: true, share: 38 });
  action = $state('');
  input = $state.raw<FormValue>({});

  /** Replaces what the composer holds. */
  lay(draft: { action: string; input: FormValue }): void {
    this.action = draft.action;
    this.input = draft.input;
  }

  /** Opens the composer with something to be changed and sent. */
  compose(draft: { action: string; input: FormValue }): void {
    this.lay(draft);
    this.composer.open = true;
  }
}
