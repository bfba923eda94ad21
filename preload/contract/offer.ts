import { z } from 'zod';

/** Something that can be done with what it stands beside: an action of the service with some of its input filled in. */
export const offer = z.strictObject({
  label: z.string(),
  action: z.string(),
  input: z.record(z.string(), z.json()),
  /** `run` at once, or `compose`: open in the composer. `confirm` asks first with `label`. */
  how: z.enum(['run', 'compose', 'confirm']),
});
export type Offer = z.infer<typeof offer>;

/** Something to be fetched elsewhere; opened only when it is chosen. */
export const link = z.strictObject({
  label: z.string(),
  url: z.string(),
  /** Media type, where the sender told it. */
  type: z.string().optional(),
});
export type Link = z.infer<typeof link>;
