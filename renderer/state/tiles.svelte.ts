import type { Layout, ProfileId } from '../../preload/contract/index.ts';
import type { Console } from './console.svelte.ts';
import { type Save, saving } from './saving.ts';
import { type OpenTimeline, Timelines } from './timelines.svelte.ts';

export type Side = 'left' | 'right' | 'above' | 'below';
type Column = Layout['columns'][number];

const smallestShare = 12;

/**
 * Which connections and timelines are shown side by side: columns of tiles, each under the id of its profile or timeline.
 * Saved after each change.
 */
export class Tiles {
  readonly timelines: Timelines;
  columns = $state.raw<Column[]>([]);
  maximised = $state<ProfileId | null>(null);
  /** The tile that commands and new tiles refer to. */
  active = $state<ProfileId | null>(null);
  readonly #console: Console;
  readonly #save: Save;

  constructor(console: Console) {
    this.#console = console;
    this.timelines = new Timelines(console);
    this.#save = saving(console, () => ({ layout: this.#lasting() }));
  }

  get profiles(): ProfileId[] {
    return this.columns.flatMap((column) => column.tiles.map((tile) => tile.profile));
  }

  /** The profile of the active tile; null where that is a timeline. */
  get activeProfile(): ProfileId | null {
    return this.active !== null && this.timelines.get(this.active) === undefined ? this.active : null;
  }

  /** Those whose entries the active tile shows. */
  get activeProfiles(): ProfileId[] {
    if (this.active === null) return [];
    const timeline = this.timelines.get(this.active);
    return timeline ? this.timelines.profilesOf(timeline) : [this.active];
  }

  /** Takes over a saved layout, without the tiles whose profile is gone. */
  restore(layout: Layout): void {
    this.columns = layout.columns;
    this.maximised = layout.maximised;
    this.timelines.restore(this.#console.preferences.timelines);
    this.keepOnly([...this.#console.profiles, ...this.timelines.all].map(({ id }) => id));
    this.active = this.maximised ?? this.profiles[0] ?? null;
  }

  has(profile: ProfileId): boolean {
    return this.profiles.includes(profile);
  }

  /** Shows a profile; one that is shown already only becomes active. */
  open(profile: ProfileId, side: Side = 'right'): void {
    if (!this.has(profile)) this.#insert(profile, this.active, side);
    if (this.maximised) this.maximised = profile;
    this.active = profile;
    this.#save();
  }

  /** A new timeline of the user's profiles, in a tile. */
  openTimeline(title: string, profiles: 'all' | ProfileId[]): void {
    const known = this.timelines.all.find((each) => profiles === 'all' && each.profiles === 'all');
    this.open((known ?? this.timelines.add(title, profiles)).id);
  }

  /** A timeline of profiles that are not the user's, such as those of a file, in a tile. */
  openPassing(timeline: OpenTimeline): void {
    this.timelines.pass(timeline);
    this.open(timeline.id);
  }

  /** Shows profiles one below the other in a new column at the right edge; those shown already stay where they are. */
  openColumn(profiles: readonly ProfileId[]): void {
    const [first, ...others] = profiles.filter((profile) => !this.has(profile));
    if (first === undefined) return;
    this.maximised = null;
    this.#insert(first, this.profiles.at(-1) ?? null, 'right');
    others.forEach((profile, index) => {
      this.#insert(profile, [first, ...others][index] ?? first, 'below');
    });
    this.active ??= first;
    this.#save();
  }

  close(profile: ProfileId): void {
    const at = this.profiles.indexOf(profile);
    this.#take(profile);
    this.timelines.remove(profile);
    if (this.maximised === profile) this.maximised = null;
    if (this.active === profile) this.active = this.profiles[Math.min(at, this.profiles.length - 1)] ?? null;
    this.#save();
  }

  /** Shows a profile again where it was in `columns`; beside the active one where tiles came or went since. */
  reopen(profile: ProfileId, columns: Column[]): void {
    const shown = columns.flatMap((column) => column.tiles.map((tile) => tile.profile));
    const expected = shown.filter((each) => each !== profile);
    if (expected.join() === this.profiles.join()) this.columns = columns;
    this.open(profile);
  }

  /** Moves a tile beside another one. */
  place(profile: ProfileId, target: ProfileId, side: Side): void {
    if (profile === target || !this.has(profile) || !this.has(target)) return;
    this.#take(profile);
    this.#insert(profile, target, side);
    this.active = profile;
    this.#save();
  }

  /**
   * Moves a tile one step. Sideways at the edge it leaves its column for one of its own; up or down alone in its column
   * it joins the column beside it.
   */
  move(profile: ProfileId, side: Side): void {
    const column = this.columns.findIndex((candidate) => candidate.tiles.some((tile) => tile.profile === profile));
    const tiles = this.columns[column]?.tiles ?? [];
    if (side === 'left' || side === 'right')
      this.#moveSideways(profile, tiles, column + (side === 'left' ? -1 : 1), side);
    else if (tiles.length === 1) this.#join(profile, this.columns[column - 1] ?? this.columns[column + 1], side);
    else {
      const row = tiles.findIndex((tile) => tile.profile === profile);
      const neighbour = tiles[row + (side === 'above' ? -1 : 1)];
      if (neighbour) this.place(profile, neighbour.profile, side);
    }
  }

  #moveSideways(profile: ProfileId, tiles: Column['tiles'], next: number, side: 'left' | 'right'): void {
    const neighbour = this.columns[next]?.tiles.at(-1);
    const mate = tiles.find((tile) => tile.profile !== profile);
    if (neighbour) this.place(profile, neighbour.profile, mate ? 'below' : side);
    else if (mate) this.place(profile, mate.profile, side);
  }

  #join(profile: ProfileId, column: Column | undefined, side: 'above' | 'below'): void {
    const edge = column?.tiles.at(side === 'above' ? 0 : -1);
    if (edge) this.place(profile, edge.profile, side);
  }

  /** Makes the next or previous tile active. */
  step(by: 1 | -1): void {
    const { profiles } = this;
    const at = this.active ? profiles.indexOf(this.active) : 0;
    this.active = profiles[(at + by + profiles.length) % profiles.length] ?? null;
    if (this.maximised) this.maximised = this.active;
  }

  toggleMaximised(profile: ProfileId): void {
    this.maximised = this.maximised === profile ? null : profile;
    this.active = profile;
    this.#save();
  }

  /** Moves the line between a column and the next by percent of the whole width. */
  resizeColumn(index: number, by: number): void {
    this.columns = moveLine(this.columns, index, by);
    this.#save('at-rest');
  }

  /** Moves the line between a tile and the one below it by percent of the column's height. */
  resizeTile(column: number, index: number, by: number): void {
    this.columns = this.columns.map((candidate, at) =>
      at === column ? { ...candidate, tiles: moveLine(candidate.tiles, index, by) } : candidate,
    );
    this.#save('at-rest');
  }

  /** Drops the tiles of all other profiles. */
  keepOnly(profiles: readonly ProfileId[]): void {
    const gone = this.profiles.filter((profile) => !profiles.includes(profile));
    for (const profile of gone) this.#take(profile);
    if (this.maximised && !this.has(this.maximised)) this.maximised = null;
    if (this.active && !this.has(this.active)) this.active = this.profiles[0] ?? null;
    if (gone.length > 0) this.#save();
  }

  /** What is shown of a file is gone after a restart. */
  #lasting(): Layout {
    const saved = (id: string) => this.#console.profile(id) !== undefined || this.timelines.lasts(id);
    const columns = this.columns.map(({ share, tiles }) => ({
      share,
      tiles: tiles.filter((tile) => saved(tile.profile)),
    }));
    return {
      columns: columns.filter(({ tiles }) => tiles.length > 0),
      maximised: this.maximised !== null && saved(this.maximised) ? this.maximised : null,
    };
  }

  #take(profile: ProfileId): void {
    this.columns = filled(
      this.columns
        .map((column) => ({ ...column, tiles: filled(column.tiles.filter((tile) => tile.profile !== profile)) }))
        .filter((column) => column.tiles.length > 0),
    );
  }

  #insert(profile: ProfileId, target: ProfileId | null, side: Side): void {
    const at = this.columns.findIndex((column) => column.tiles.some((tile) => tile.profile === target));
    const column = this.columns[at];
    if (!column || side === 'left' || side === 'right') {
      const share = 100 / Math.max(this.columns.length, 1);
      const added = { share, tiles: [{ profile, share: 100 }] };
      const index = at === -1 ? this.columns.length : side === 'left' ? at : at + 1;
      this.columns = filled(this.columns.toSpliced(index, 0, added));
      return;
    }
    const row = column.tiles.findIndex((tile) => tile.profile === target) + (side === 'below' ? 1 : 0);
    const tiles = filled(column.tiles.toSpliced(row, 0, { profile, share: 100 / column.tiles.length }));
    this.columns = this.columns.with(at, { ...column, tiles });
  }
}

/** Shares that add up to 100 again, after one was added or taken. */
function filled<Part extends { share: number }>(parts: Part[]): Part[] {
  const total = parts.reduce((sum, part) => sum + part.share, 0);
  return parts.map((part) => ({ ...part, share: total > 0 ? (part.share * 100) / total : 100 / parts.length }));
}

function moveLine<Part extends { share: number }>(parts: Part[], index: number, by: number): Part[] {
  const before = parts[index];
  const after = parts[index + 1];
  if (!before || !after) return parts;
  const both = before.share + after.share;
  const least = Math.min(smallestShare, both / 2);
  const share = Math.min(Math.max(before.share + by, least), both - least);
  return parts.with(index, { ...before, share }).with(index + 1, { ...after, share: both - share });
}
