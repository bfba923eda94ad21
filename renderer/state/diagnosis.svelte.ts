import type { DiagnosisStep, ProfileId, TestedDraft } from '../../preload/contract/index.ts';
import type { Console } from './console.svelte.ts';

/** A run of the connection test, with its steps as they arrive. */
export class Diagnosis {
  steps = $state.raw<DiagnosisStep[]>([]);
  running = $state(false);
  readonly #console: Console;
  readonly #undo: () => void;
  #run: string | null = null;

  constructor(console: Console) {
    this.#console = console;
    this.#undo = console.bridge.on('connection:diagnosed', ({ run, step }) => {
      if (run === this.#run) this.#put(step);
    });
  }

  /** Throws a RequestProblem when the settings cannot be tested at all. */
  async run(
    profile: ProfileId | null,
    { service, settings }: TestedDraft,
    secrets: Record<string, string>,
  ): Promise<void> {
    this.stop();
    const run = crypto.randomUUID();
    this.#run = run;
    this.steps = [];
    this.running = true;
    try {
      const { steps } = await this.#console.request('connection:diagnose', {
        run,
        profile,
        draft: { service, settings },
        secrets,
      });
      if (run === this.#run) this.steps = steps;
    } finally {
      if (run === this.#run) this.running = false;
    }
  }

  stop(): void {
    if (!this.running || !this.#run) return;
    // It may have ended by itself meanwhile.
    this.#console.request('connection:stop-diagnosis', { run: this.#run }).catch(() => {});
    this.running = false;
  }

  close(): void {
    this.stop();
    this.#undo();
  }

  #put(step: DiagnosisStep): void {
    const at = this.steps.findIndex((known) => known.id === step.id);
    this.steps = at === -1 ? [...this.steps, step] : this.steps.with(at, step);
  }
}
