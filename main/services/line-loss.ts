import type { Refusal } from '../refusal.ts';

/** What a line tells of its loss: kept while it is being opened, handed on from then on. */
export class LineLoss {
  #early: Refusal | undefined;
  #lost = (refusal: Refusal): void => {
    this.#early = refusal;
  };

  /** For the line's listener. */
  readonly tell = (refusal: Refusal): void => this.#lost(refusal);

  /** The line is open: throws the loss that was told before, if one was; later ones go to `lost`. */
  handTo(lost: (refusal: Refusal) => void): void {
    if (this.#early) throw this.#early;
    this.#lost = lost;
  }
}
