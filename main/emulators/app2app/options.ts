import { z } from 'zod';

/** What the emulator can be told on the command line. */
export const app2appOptions = z.strictObject({
  port: z.int().min(0).max(65_535).default(0).describe('port on 127.0.0.1; 0 takes any free one'),
  generation: z.literal([2, 4]).default(2).describe('of Socket.IO'),
  dialect: z
    .enum(['headers', 'flat'])
    .default('headers')
    .describe('how messages are delivered: nested headers as `data`, or flat as `message`'),
  reports: z
    .enum(['text', 'binary'])
    .optional()
    .describe('delivery reports as JSON text, or as an object with a binary key; follows the dialect if not given'),
  refusal: z
    .enum(['http', 'namespace'])
    .default('http')
    .describe('how wrong credentials are refused: HTTP 401, or by the namespace'),
});

export type App2appOptions = z.output<typeof app2appOptions>;
