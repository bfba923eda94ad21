import { z } from 'zod';
import { filterText, retention, rule } from './journal.ts';
import { profileId } from './profile.ts';

const share = z.number().min(0).max(100);

/** Several connections in one log. `all`: every profile there is. */
export const timeline = z.strictObject({
  id: z.uuid(),
  title: z.string().max(255),
  profiles: z.union([z.literal('all'), z.array(profileId).min(1).max(1000)]),
});
export type Timeline = z.infer<typeof timeline>;

/** A column of every log. `width`: pixels, null for as much as fits. */
export const logColumn = z.strictObject({
  column: z.enum([
    'time',
    'difference',
    'direction',
    'connection',
    'kind',
    'preview',
    'status',
    'verdicts',
    'parties',
    'from',
    'to',
    'size',
  ]),
  shown: z.boolean(),
  width: z.number().min(20).max(2000).nullable(),
});
export type LogColumn = z.infer<typeof logColumn>;

/** What the time of an entry is told from: the clock, the first entry of its log, the one before, one that was chosen. */
export const logTime = z.enum(['clock', 'start', 'previous', 'chosen']);
export type LogTime = z.infer<typeof logTime>;

/**
 * Columns of tiles, left to right; in each, tiles from top to bottom. Shares are percent. `profile` is the id of the
 * profile or the timeline that a tile shows.
 */
export const layout = z.strictObject({
  columns: z
    .array(
      z.strictObject({
        share,
        tiles: z
          .array(z.strictObject({ profile: profileId, share }))
          .min(1)
          .max(20),
      }),
    )
    .max(20),
  maximised: profileId.nullable(),
});
export type Layout = z.infer<typeof layout>;

const pane = z.strictObject({ share, open: z.boolean() });

export const preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  density: z.enum(['comfortable', 'compact']),
  layout,
  timelines: z.array(timeline).max(100),
  /** In their order. */
  columns: z.array(logColumn).max(50),
  logTime,
  sidebar: pane,
  inspector: pane,
  /** The panes of each profile's tile, beside and below its log. */
  desks: z.record(
    profileId,
    z.strictObject({ directory: pane, composer: pane, statistics: pane.default({ open: false, share: 40 }) }),
  ),
  /** Folders of the sidebar that are folded in. */
  foldedFolders: z.array(z.string()).max(1000),
  /** Of profiles that have none of their own. */
  retention,
  retentions: z.record(profileId, retention),
  /** Payloads beyond so many bytes are kept in parts, and shown by their beginning first. */
  largePayload: z.int().min(10_000).max(100_000_000),
  /** In the order in which they are tried. */
  rules: z.array(z.strictObject({ name: z.string().max(120), on: z.boolean(), ...rule.shape })).max(100),
  savedFilters: z.array(z.strictObject({ name: z.string().min(1).max(120), filter: filterText })).max(1000),
});
export type Preferences = z.infer<typeof preferences>;
