import type { Output, Preferences, ProfileId, Retention } from '../../preload/contract/index.ts';
import type { Console } from './console.svelte.ts';
import { RequestProblem } from './request-problem.ts';

/** What the log of a profile takes. `name` is null where the profile is gone and its entries are still there. */
export interface Kept {
  profile: ProfileId;
  name: string | null;
  entries: number;
  bytes: number;
  oldest: number | null;
}

/** What the journal takes on disk, and how much of it is to be kept. */
export class Storage {
  readonly #console: Console;
  usage = $state.raw<Output<'journal:usage'> | null>(null);
  problem = $state.raw<RequestProblem | null>(null);
  compacting = $state(false);

  constructor(console: Console) {
    this.#console = console;
    void this.measure();
  }

  /** All profiles, and those that are gone but still have entries. The largest first. */
  get kept(): Kept[] {
    const { profiles } = this.#console;
    const usages = this.usage?.profiles ?? [];
    const known = profiles.map(({ id, name }) => {
      const { entries, bytes, oldest } = usages.find((each) => each.profile === id) ?? nothing;
      return { profile: id, name, entries, bytes, oldest };
    });
    const gone = usages.filter(({ profile, entries }) => entries > 0 && !profiles.some(({ id }) => id === profile));
    return [...known, ...gone.map((each) => ({ ...each, name: null }))].toSorted((a, b) => b.bytes - a.bytes);
  }

  async measure(): Promise<void> {
    await this.#try(async () => {
      this.usage = await this.#console.request('journal:usage', {});
    });
  }

  async clear(profile: ProfileId): Promise<void> {
    if (await this.#try(() => this.#console.request('journal:clear', { profile }))) await this.measure();
  }

  async compact(): Promise<void> {
    this.compacting = true;
    if (await this.#try(() => this.#console.request('journal:compact', {}))) await this.measure();
    this.compacting = false;
  }

  /** Null takes the profile's own retention away: the default holds. */
  keep(profile: ProfileId, retention: Retention | null): Promise<void> {
    const { [profile]: _, ...others } = this.#console.preferences.retentions;
    return this.save({ retentions: retention ? { ...others, [profile]: retention } : others });
  }

  async save(change: Partial<Preferences>): Promise<void> {
    await this.#try(() => this.#console.request('preferences:save', change));
  }

  /** Answers whether it worked. */
  async #try(work: () => Promise<unknown>): Promise<boolean> {
    this.problem = null;
    try {
      await work();
      return true;
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem;
      this.problem = problem;
      return false;
    }
  }
}

const nothing = { entries: 0, bytes: 0, oldest: null };
