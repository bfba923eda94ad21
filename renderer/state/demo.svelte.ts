import type { Emulator, ServiceDescription } from '../../preload/contract/index.ts';
import { RequestProblem } from './request-problem.ts';
import type { Workbench } from './workbench.svelte.ts';

/** The emulators of all services that have one, and the accounts that the app makes for them. */
export class Demo {
  /** Which service of how many is being started; null while none is. */
  progress = $state.raw<{ at: number; of: number } | null>(null);
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  /** Those that play tapes are no part of it. */
  get running(): Emulator[] {
    return this.#bench.console.emulators.filter(({ tape }) => tape === null);
  }

  /** The services whose emulator does not run. */
  get startable(): ServiceDescription[] {
    const { services } = this.#bench.console;
    return services.filter(({ id, demo }) => demo && !this.running.some(({ service }) => service === id));
  }

  /** Starts them one after another, each in a column of its own; one that cannot be started holds up no other. */
  async start(): Promise<void> {
    if (this.progress) return;
    const { tiles, announcer } = this.#bench;
    const asked = this.startable;
    const before = tiles.profiles;
    for (const [index, service] of asked.entries()) {
      this.progress = { at: index + 1, of: asked.length };
      announcer.say(`Starting the demo: ${index + 1} of ${asked.length}`);
      await this.#startOne(service);
    }
    this.progress = null;
    announcer.say('The demo has started.');
    const first = tiles.profiles.find((profile) => !before.includes(profile));
    if (first) tiles.open(first);
  }

  /** Ends one emulator, or all. */
  async stop(ids = this.running.map(({ id }) => id)): Promise<void> {
    const { console } = this.#bench;
    await Promise.all(ids.map((id) => this.#bench.attempt(() => console.request('emulator:stop', { id }))));
  }

  async #startOne({ id, title }: ServiceDescription): Promise<void> {
    const { console, tiles, toasts } = this.#bench;
    try {
      const { profiles } = await console.request('emulator:start', { service: id });
      tiles.openColumn(profiles);
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem;
      toasts.show({ tone: 'bad', text: `${title}: ${problem.message}`, detail: problem.details });
    }
  }
}
