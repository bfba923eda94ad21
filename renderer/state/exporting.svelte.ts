import type { ExportAsked, ExportFormat, ExportPreview, JournalQuestion } from '../../preload/contract/index.ts';
import type { Console } from './console.svelte.ts';
import { RequestProblem } from './request-problem.ts';

/** What a log shows, and the entries that were chosen in it, by the ids of the first and the last. */
export interface Exportable extends Pick<JournalQuestion, 'profiles' | 'filter' | 'fold'> {
  range: { from: number; to: number } | null;
}

export type Scope = 'all' | 'shown' | 'range';

type Stage =
  | { stage: 'choosing' }
  /** `total` is 0 until it is known. */
  | { stage: 'saving'; done: number; total: number }
  | { stage: 'saved'; path: string; entries: number };

/** One export, from the choice to the file. */
export class Exporting {
  readonly of: Exportable;
  scope = $state<Scope>('all');
  format = $state<ExportFormat>('ndjson');
  redact = $state(true);
  /** Of what is chosen now; null while it is looked at. */
  preview = $state.raw<ExportPreview | null>(null);
  stage = $state.raw<Stage>({ stage: 'choosing' });
  problem = $state.raw<RequestProblem | null>(null);
  readonly #console: Console;
  readonly #undo: () => void;
  /** Names the latest look, or the writing. */
  #id = '';

  constructor(console: Console, of: Exportable) {
    this.#console = console;
    this.of = of;
    this.scope = of.range ? 'range' : of.filter === '' ? 'all' : 'shown';
    this.#undo = console.bridge.on('export:changed', ({ id, done, total }) => {
      if (id === this.#id && this.stage.stage === 'saving') this.stage = { stage: 'saving', done, total };
    });
  }

  get asked(): Omit<ExportAsked, 'id'> {
    const { profiles, filter, fold, range } = this.of;
    const isShown = this.scope !== 'all';
    return {
      profiles: [...profiles],
      filter: isShown ? filter : '',
      fold: isShown && fold,
      from: this.scope === 'range' && range ? range.from : null,
      to: this.scope === 'range' && range ? range.to : null,
      format: this.format,
      redact: this.redact,
    };
  }

  /** Looks at what would be written. A later look overtakes an earlier one. */
  async look(): Promise<void> {
    const id = this.#begin();
    this.preview = null;
    await this.#attempt(async () => {
      const preview = await this.#console.request('export:preview', { id, ...this.asked });
      if (id === this.#id) this.preview = preview;
    });
  }

  async save(): Promise<void> {
    const id = this.#begin();
    this.stage = { stage: 'saving', done: 0, total: 0 };
    await this.#attempt(async () => {
      const result = await this.#console.request('export:start', { id, ...this.asked });
      const { state, ...saved } = { path: '', entries: 0, ...result };
      this.stage = state === 'saved' ? { stage: 'saved', ...saved } : { stage: 'choosing' };
    });
    if (this.stage.stage === 'saving') this.stage = { stage: 'choosing' };
  }

  /** What was written of a file is deleted. */
  cancel(): void {
    // It may have ended by itself meanwhile.
    if (this.#id !== '') this.#console.request('export:cancel', { id: this.#id }).catch(() => {});
  }

  close(): void {
    this.cancel();
    this.#undo();
  }

  #begin(): string {
    this.cancel();
    this.problem = null;
    this.#id = crypto.randomUUID();
    return this.#id;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    const id = this.#id;
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem;
      if (id === this.#id) this.problem = problem;
    }
  }
}
