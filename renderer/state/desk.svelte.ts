import type { FormValue } from '../parts/form-values.ts';

/** What lies on a tile: which panes are open and how large, and what its composer holds. Shares are percent. */
export class Desk {
  directory = $state({ open: false, share: 32 });
  composer = $state({ open: true, share: 38 });
  action = $state('');
  input = $state.raw<FormValue>({});

  get draft(): Desk {
    return this;
  }

  set draft(next: { action: string; input: FormValue }) {
    this.action = next.action;
    this.input = next.input;
  }

  /** Lays something out to be changed and sent. */
  compose(draft: { action: string; input: FormValue }): void {
    this.draft = draft;
    this.composer.open = true;
  }
}
