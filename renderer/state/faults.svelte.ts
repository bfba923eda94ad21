import type { Fault } from '../../preload/contract/index.ts';
import type { Workbench } from './workbench.svelte.ts';

/** A fault that lasts until it is switched off. */
export interface LastingFault {
  name: string;
  label: string;
  fault(on: boolean): Fault;
}

/** How emulators are made to misbehave. */
export class Faults {
  /** What is switched on, by emulator: main tells nothing about that. */
  #switched = $state<Record<string, Record<string, boolean>>>({});
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  isOn(emulator: string, { name }: LastingFault): boolean {
    return this.#switched[emulator]?.[name] ?? false;
  }

  commit(emulator: string, fault: Fault): Promise<boolean> {
    return this.#bench.attempt(() => this.#bench.console.request('emulator:fault', { id: emulator, fault }));
  }

  /** Shown as it was when the emulator does not take it. */
  async turn(emulator: string, { name, fault }: LastingFault, on: boolean): Promise<void> {
    const set = (to: boolean) => {
      this.#switched = { ...this.#switched, [emulator]: { ...this.#switched[emulator], [name]: to } };
    };
    set(on);
    if (!(await this.commit(emulator, fault(on)))) set(!on);
  }
}
