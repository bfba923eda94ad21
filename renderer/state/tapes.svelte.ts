import type { Emulator, Output, ProfileId, Tape, TapeCommand } from '../../preload/contract/index.ts';
import { RequestProblem } from './request-problem.ts';
import type { Workbench } from './workbench.svelte.ts';

export type PlayedTape = Emulator & { tape: Tape };
type Accounts = Output<'emulator:accounts'>['accounts'];

/** Logs that emulators play to whoever connects. */
export class Tapes {
  /** The controls are shown. */
  shown = $state(false);
  /** A log that is being made ready to be played: so many of its entries are; null while none is. */
  starting = $state.raw<{ id: string; done: number; total: number } | null>(null);
  #chosen = $state('');
  #cancelled = '';
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  get all(): PlayedTape[] {
    return this.#bench.console.emulators.filter((each): each is PlayedTape => each.tape !== null);
  }

  /** The one whose controls are shown. */
  get chosen(): PlayedTape | undefined {
    return this.all.find(({ id }) => id === this.#chosen) ?? this.all.at(-1);
  }

  choose(id: string): void {
    this.#chosen = id;
  }

  /** Of these profiles those for whose service there is an emulator. */
  playable(profiles: readonly ProfileId[]): ProfileId[] {
    return profiles.filter((profile) => this.#bench.console.serviceOf(profile)?.demo);
  }

  /** Plays what a profile recorded and its log shows, as fast as it was. The controls are shown then. */
  async start(profile: ProfileId): Promise<void> {
    if (this.starting) return;
    const { console, announcer, logs } = this.#bench;
    const filter = logs.of(profile)?.filtering.question.filter ?? '';
    const id = crypto.randomUUID();
    this.starting = { id, done: 0, total: 0 };
    const undo = console.bridge.on('export:changed', (event) => {
      if (event.id === id) this.starting = event;
    });
    const work = async () => {
      const asked = { id, profile, filter, speed: 1, longestSilence: null };
      const { emulator } = await console.request('emulator:start-tape', asked);
      this.#chosen = emulator.id;
      this.shown = true;
      announcer.say('The tape waits for a client.');
    };
    await this.#bench.attempt(() => work().catch((problem) => this.#unlessCancelled(id, problem)));
    undo();
    this.starting = null;
  }

  /** Ends making a log ready: nothing is played then. */
  async cancel(): Promise<void> {
    const { starting } = this;
    if (!starting) return;
    this.#cancelled = starting.id;
    await this.#bench.attempt(() => this.#bench.console.request('export:cancel', { id: starting.id }));
  }

  /** Who cancels need not be told that it did not work. */
  #unlessCancelled(id: string, problem: unknown): void {
    if (this.#cancelled !== id) throw problem;
    this.#bench.announcer.say('Nothing is played.');
  }

  command({ id, tape }: PlayedTape, command: TapeCommand): Promise<boolean> {
    const { speed, longestSilence } = tape;
    const { console } = this.#bench;
    return this.#bench.attempt(() => console.request('emulator:play', { id, command, speed, longestSilence }));
  }

  setPace({ id, tape }: PlayedTape, change: Partial<Pick<Tape, 'speed' | 'longestSilence'>>): Promise<boolean> {
    const { speed, longestSilence } = { ...tape, ...change };
    const { console } = this.#bench;
    return this.#bench.attempt(() => console.request('emulator:play', { id, command: null, speed, longestSilence }));
  }

  /** Connects an account of ours, in a tile. */
  async connect({ id }: PlayedTape): Promise<void> {
    const { console, tiles } = this.#bench;
    await this.#bench.attempt(async () => {
      const { profile } = await console.request('emulator:connect', { id });
      tiles.open(profile);
    });
  }

  /** None where the emulator is gone meanwhile. */
  async accounts(id: string): Promise<Accounts> {
    try {
      return (await this.#bench.console.request('emulator:accounts', { id })).accounts;
    } catch (problem) {
      if (problem instanceof RequestProblem) return [];
      throw problem;
    }
  }
}
