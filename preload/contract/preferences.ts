import { z } from 'zod';
import { filterText, retention, rule } from './journal.ts';
import { profileId } from './profile.ts';

const share = z.number().min(0).max(100);

/** Columns of tiles, left to right; in each, tiles from top to bottom. Shares are percent. */
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
  sidebar: pane,
  inspector: pane,
  /** The panes of each profile's tile, beside and below its log. */
  desks: z.record(profileId, z.strictObject({ directory: pane, composer: pane })),
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
