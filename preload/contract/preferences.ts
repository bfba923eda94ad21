import { z } from 'zod';
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
});
export type Preferences = z.infer<typeof preferences>;
