import { z } from 'zod';
import { payload } from './entry.ts';
import { fact } from './fact.ts';

/** What an action would send for an input, made as it would be, and not sent. */
export const preview = z.strictObject({
  /** The event's name, as in the log. */
  kind: z.string(),
  payload,
  /** By whom it is signed, for whom it is sealed, and how. */
  facts: z.array(fact),
  /** What its entry would be marked with. */
  marks: z.array(z.string()),
  /** The most that is taken, in bytes of the payload, and who says so. */
  limit: z.strictObject({ bytes: z.int(), text: z.string() }).optional(),
});
export type Preview = z.infer<typeof preview>;
