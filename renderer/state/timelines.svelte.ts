import type { ProfileId, Timeline } from '../../preload/contract/index.ts';
import type { Console } from './console.svelte.ts';
import { type Save, saving } from './saving.ts';

/** A timeline that ends with what it shows, such as a file that is open: it is not saved. */
export type OpenTimeline = Omit<Timeline, 'profiles'> & { profiles: ProfileId[] };

/** The timelines there are. Those of the user's profiles are saved. */
export class Timelines {
  #own = $state.raw<Timeline[]>([]);
  #passing = $state.raw<OpenTimeline[]>([]);
  readonly #console: Console;
  readonly #save: Save;

  constructor(console: Console) {
    this.#console = console;
    this.#save = saving(console, () => ({ timelines: this.#own }));
  }

  get all(): Timeline[] {
    return [...this.#own, ...this.#passing];
  }

  get(id: string): Timeline | undefined {
    return this.all.find((timeline) => timeline.id === id);
  }

  /** It is saved. */
  lasts(id: string): boolean {
    return this.#own.some((timeline) => timeline.id === id);
  }

  /** The profiles of a timeline that are there now. */
  profilesOf({ id, profiles }: Timeline): ProfileId[] {
    if (this.#passing.some((passing) => passing.id === id)) return profiles === 'all' ? [] : profiles;
    const there = this.#console.profiles.map((profile) => profile.id);
    return profiles === 'all' ? there : there.filter((profile) => profiles.includes(profile));
  }

  /** Takes over what was saved. */
  restore(timelines: Timeline[]): void {
    this.#own = timelines;
  }

  add(title: string, profiles: Timeline['profiles']): Timeline {
    const timeline: Timeline = { id: crypto.randomUUID(), title, profiles };
    this.#own = [...this.#own, timeline];
    this.#save();
    return timeline;
  }

  /** Of profiles that are not the user's. */
  pass(timeline: OpenTimeline): void {
    this.#passing = [...this.#passing.filter(({ id }) => id !== timeline.id), timeline];
  }

  change(id: string, change: Partial<Pick<Timeline, 'title' | 'profiles'>>): void {
    this.#own = this.#own.map((timeline) => (timeline.id === id ? { ...timeline, ...change } : timeline));
    this.#save();
  }

  remove(id: string): void {
    this.#own = this.#own.filter((timeline) => timeline.id !== id);
    this.#passing = this.#passing.filter((timeline) => timeline.id !== id);
    this.#save();
  }
}
