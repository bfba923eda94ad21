import type { Preferences, ProfileId, TextFile } from '../../preload/contract/index.ts';
import type { FormValue } from '../parts/form-values.ts';
import { visibleText } from '../parts/visible-text.ts';
import { Announcer } from './announcer.svelte.ts';
import { Answers } from './answers.svelte.ts';
import { ArchiveOpening } from './archive-opening.svelte.ts';
import { clearing } from './clearing.ts';
import type { Console } from './console.svelte.ts';
import { Demo } from './demo.svelte.ts';
import { Desk } from './desk.svelte.ts';
import { Dialogs } from './dialogs.svelte.ts';
import { Faults } from './faults.svelte.ts';
import { OpenLogs } from './open-logs.svelte.ts';
import { RequestProblem } from './request-problem.ts';
import { type Save, saving } from './saving.ts';
import { Tapes } from './tapes.svelte.ts';
import { Tiles } from './tiles.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { Tools } from './tools.svelte.ts';

/** What the user does with profiles and connections, from wherever it is asked for. Problems become toasts. */
export class Workbench {
  readonly console: Console;
  readonly tiles: Tiles;
  readonly toasts = new Toasts();
  readonly dialogs = new Dialogs();
  readonly logs = new OpenLogs(this.toasts, this.dialogs);
  readonly announcer = new Announcer();
  readonly answers: Answers;
  readonly archives: ArchiveOpening;
  readonly tools: Tools;
  readonly demo = new Demo(this);
  readonly tapes = new Tapes(this);
  readonly faults = new Faults(this);
  /** The entry in the inspector. */
  selected = $state<number | null>(null);
  /** Kept while tiles come and go. */
  readonly #desks = new Map<ProfileId, Desk>();
  readonly #saveDesks: Save;

  constructor(console: Console) {
    this.console = console;
    this.tiles = new Tiles(console);
    this.answers = new Answers(console);
    this.archives = new ArchiveOpening(console, this.tiles, this.toasts);
    this.tools = new Tools(console);
    this.#saveDesks = saving(console, () => ({ desks: this.#panes() }));
  }

  /** Shows an entry in the inspector. */
  select(entry: number | null): void {
    this.selected = entry;
  }

  desk(profile: ProfileId): Desk {
    const desk = this.#desks.get(profile) ?? new Desk(this.console.preferences.desks[profile], this.#saveDesks);
    this.#desks.set(profile, desk);
    return desk;
  }

  /** Panes of all tiles whose profile is still there. */
  #panes(): Preferences['desks'] {
    const { profiles, preferences } = this.console;
    const panes = profiles.map(({ id }) => [id, this.#desks.get(id)?.panes ?? preferences.desks[id]] as const);
    return Object.fromEntries(panes.flatMap(([id, each]) => (each ? [[id, each]] : [])));
  }

  /** Connects and shows a profile; asks for its secrets where they are needed. */
  async connect(profile: ProfileId, secrets: Record<string, string> = {}): Promise<void> {
    this.tiles.open(profile);
    try {
      await this.console.request('connection:open', { profile, secrets });
    } catch (problem) {
      if (problem instanceof RequestProblem && problem.code === 'secret-needed') {
        this.dialogs.open({ dialog: 'secrets', profile, fields: Object.keys(problem.fields) });
      } else this.toasts.showProblem(problem);
    }
  }

  disconnect(profile: ProfileId): Promise<boolean> {
    return this.attempt(() => this.console.request('connection:close', { profile }));
  }

  retry(profile: ProfileId): Promise<boolean> {
    return this.attempt(() => this.console.request('connection:retry', { profile }));
  }

  duplicate(id: ProfileId): Promise<boolean> {
    return this.attempt(() => this.console.request('profile:duplicate', { id }));
  }

  async rename(id: ProfileId, name: string): Promise<boolean> {
    const profile = this.console.profile(id);
    if (!profile || name.trim() === '' || name === profile.name) return false;
    const { service, folder, settings, keeping } = profile;
    return this.attempt(() =>
      this.console.request('profile:save', {
        id,
        draft: { service, name: name.trim(), folder, settings, keeping },
        secrets: {},
      }),
    );
  }

  /** Removes at once, and offers to take it back. */
  async remove(id: ProfileId): Promise<void> {
    const name = this.console.profile(id)?.name ?? '';
    const before = this.tiles.has(id) ? this.tiles.columns : null;
    if (!(await this.attempt(() => this.console.request('profile:remove', { id })))) return;
    this.tiles.close(id);
    this.toasts.show({
      tone: 'plain',
      text: `“${name}” was deleted.`,
      action: {
        label: 'Undo',
        run: () => void this.#restore(id, before),
      },
    });
  }

  /** `before`: how the tiles stood when the profile was shown among them. */
  async #restore(id: ProfileId, before: Tiles['columns'] | null): Promise<void> {
    const restored = await this.attempt(() => this.console.request('profile:restore', { id }));
    if (restored && before) this.tiles.reopen(id, before);
  }

  /** Asks first: entries that are deleted cannot be had back. */
  async clearLog(profile: ProfileId): Promise<void> {
    const name = this.console.profile(profile)?.name ?? '';
    await this.attempt(async () => {
      const { profiles } = await this.console.request('journal:usage', {});
      const entries = profiles.find((each) => each.profile === profile)?.entries ?? 0;
      if (entries === 0) this.toasts.show({ tone: 'plain', text: `The log of “${name}” is empty.` });
      else this.dialogs.open({ dialog: 'confirmation', ...clearing(name, entries), run: () => this.#clear(profile) });
    });
  }

  #clear(profile: ProfileId): void {
    void this.attempt(() => this.console.request('journal:clear', { profile }));
  }

  arrange(order: { id: ProfileId; folder: string }[]): Promise<boolean> {
    return this.attempt(() => this.console.request('profile:arrange', { order }));
  }

  async import(files: TextFile[]): Promise<void> {
    await this.attempt(async () => {
      const { added, refused } = await this.console.request('profile:import', { files });
      const text = added.length === 1 ? '1 profile was imported.' : `${added.length} profiles were imported.`;
      if (added.length > 0) this.toasts.show({ tone: 'good', text });
      for (const { name, reason } of refused) this.toasts.show({ tone: 'bad', text: `${name}: ${reason}` });
    });
  }

  /** The files to hand to the user, one per profile. */
  async export(ids: ProfileId[]): Promise<TextFile[]> {
    let files: TextFile[] = [];
    await this.attempt(async () => {
      ({ files } = await this.console.request('profile:export', { ids }));
    });
    return files;
  }

  /** Does what an entry or a directory offers, at once or after it was changed in the composer. */
  async perform(profile: ProfileId, action: string, input: FormValue, how: 'run' | 'compose'): Promise<void> {
    if (how === 'compose') {
      this.tiles.open(profile);
      this.desk(profile).compose({ action, input });
      return;
    }
    await this.attempt(async () => {
      const { text } = await this.console.request('connection:perform', { profile, action, input });
      if (text) this.toasts.show({ tone: 'good', text: visibleText(text) });
    });
  }

  /** Answers whether it worked. */
  async attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (problem) {
      this.toasts.showProblem(problem);
      return false;
    }
  }
}
