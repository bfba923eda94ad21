import { z } from 'zod';

/** Something found out, as a person reads it: raw, under a name. */
export const fact = z.strictObject({ name: z.string(), value: z.string() });
export type Fact = z.infer<typeof fact>;
