import { z } from 'zod';

/** What the emulator can be told on the command line. */
export const bowlOptions = z.strictObject({
  port: z.int().min(0).max(65_535).default(0).describe('port on 127.0.0.1; 0 takes any free one'),
  prefix: z
    .string()
    .regex(/^\/[\w/-]*$/)
    .default('/v1-demo')
    .describe('path that everything stands under (API_TOKEN)'),
  registration: z
    .enum(['lost', 'kept'])
    .default('lost')
    .describe('of the second of two logins, once the first ends: the real server loses it'),
});

export type BowlOptions = z.output<typeof bowlOptions>;
