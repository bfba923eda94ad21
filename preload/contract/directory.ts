import { z } from 'zod';
import { offer } from './offer.ts';

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
  offers: z.array(offer),
});
export type DirectoryItem = z.infer<typeof directoryItem>;
