import { z } from 'zod';

/** What a connection knows of its service: one destination, channel, group, contact, member or app. */
export const directoryItem = z.strictObject({
  /** One of the kinds the service declares. */
  kind: z.string(),
  /** Unique within its kind. */
  id: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  /** Id of the item, of any kind, that it stands under. */
  parent: z.string().optional(),
  presence: z.strictObject({ tone: z.enum(['good', 'busy', 'away', 'off']), text: z.string() }).optional(),
  /** Short words on a badge: `subscribed`, `external`. */
  badges: z.array(z.string()),
  counters: z.array(z.strictObject({ label: z.string(), value: z.number() })),
  /** What can be done with it: an action of the service with some of its input filled in. */
  offers: z.array(
    z.strictObject({
      label: z.string(),
      action: z.string(),
      input: z.record(z.string(), z.json()),
      /** `run` at once, or `compose`: open in the composer. `confirm` asks first with `label`. */
      how: z.enum(['run', 'compose', 'confirm']),
    }),
  ),
});
export type DirectoryItem = z.infer<typeof directoryItem>;
