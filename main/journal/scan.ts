import type { Scan as ScanState } from '../../preload/contract/index.ts';

/** What one step should take, in milliseconds: others wait for their turn meanwhile. */
const stepTime = 8;
const firstStride = 250;
const mostGrowth = 4;

export interface Bounds {
  least: number;
  greatest: number;
}

/** A way from the newest of the entries that were there to the oldest, in steps of about equal time. */
export class Scan {
  readonly #bounds: Bounds;
  #low: number;
  #stride = firstStride;
  #state: ScanState = null;

  /** `bounds`: of the ids that are to be looked at, if there are any. */
  constructor(bounds: Bounds | undefined) {
    this.#bounds = bounds ?? { least: 1, greatest: 0 };
    this.#low = this.#bounds.greatest;
    this.#tell();
  }

  /** Another object whenever it has changed. */
  get state(): ScanState {
    return this.#state;
  }

  get running(): boolean {
    return this.#state !== null && !this.failed;
  }

  get failed(): boolean {
    return this.#state?.problem !== undefined;
  }

  /** The ids above this one have been looked at. */
  get low(): number {
    return this.#low;
  }

  step(look: (after: number, upTo: number) => void): void {
    const started = performance.now();
    const after = Math.max(this.#low - this.#stride, this.#bounds.least - 1);
    look(after, this.#low);
    const factor = Math.min(stepTime / (performance.now() - started), mostGrowth);
    this.#stride = Math.max(1, Math.floor(this.#stride * factor));
    this.#low = after;
    this.#tell();
  }

  stop(): void {
    if (this.running) this.#state = null;
  }

  fail(problem: string): void {
    this.#state = { ...this.#progress(), problem };
  }

  #tell(): void {
    this.#state = this.#low >= this.#bounds.least ? this.#progress() : null;
  }

  #progress(): { scanned: number; total: number } {
    const { least, greatest } = this.#bounds;
    return { scanned: greatest - this.#low, total: greatest - least + 1 };
  }
}
