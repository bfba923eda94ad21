import { z } from 'zod';
import { profileId } from './profile.ts';

/** A log file, opened beside the connections. Its entries' and profiles' ids are its own. */
export const archive = z.strictObject({
  id: z.uuid(),
  /** Counts up as files are opened. */
  number: z.int(),
  /** Of the file. */
  name: z.string(),
  entries: z.int(),
  /** What could not be read. `where`: in the file, such as `Line 3`. */
  refused: z.strictObject({
    count: z.int(),
    examples: z.array(z.strictObject({ where: z.string(), reason: z.string() })),
  }),
  profiles: z.array(z.strictObject({ id: profileId, name: z.string(), service: z.string() })),
});
export type Archive = z.infer<typeof archive>;
