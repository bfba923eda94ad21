import { RequestProblem } from './request-problem.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly text: string;
  /** The raw fact, folded in. */
  readonly detail?: string | undefined;
  readonly action?: { label: string; run(): void } | undefined;
}

const shownFor = 6_000;

/** Short messages at the edge of the window. Those of tone `bad` stay until they are dismissed. */
export class Toasts {
  items = $state.raw<Toast[]>([]);
  #next = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(toast: Omit<Toast, 'id'>): void {
    const id = this.#next++;
    this.items = [...this.items, { ...toast, id }].slice(-4);
    if (toast.tone !== 'bad') this.release(id);
  }

  /** Shows what a failed request says. Rethrows what is no answer of main's. */
  showProblem(problem: unknown): void {
    if (!(problem instanceof RequestProblem)) throw problem;
    this.show({ tone: 'bad', text: problem.message, detail: problem.details });
  }

  dismiss(id: number): void {
    this.hold(id);
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  /** Stops the clock of a toast while it is looked at. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  release(id: number): void {
    const toast = this.items.find((item) => item.id === id);
    if (!toast || toast.tone === 'bad') return;
    this.hold(id);
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), toast.action ? 2 * shownFor : shownFor),
    );
  }
}
