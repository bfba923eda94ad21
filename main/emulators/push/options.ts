import { z } from 'zod';

/** What the emulator can be told on the command line. */
export const pushOptions = z.strictObject({
  port: z.int().min(0).max(65_535).default(0).describe('port on 127.0.0.1; 0 takes any free one'),
  slot: z
    .enum(['error', 'data'])
    .default('error')
    .describe('slot of the acknowledgement in which questions are answered'),
  registration: z
    .enum(['text', 'object', 'no-urn'])
    .default('text')
    .describe('how registerUser is answered: JSON text, an object, or JSON text without a urn'),
  revoked: z
    .enum(['silent', 'refused'])
    .default('silent')
    .describe('what subscribing to a revoked urn comes to: accepted but silent, or refused'),
  ping: z
    .int()
    .min(20)
    .max(600_000)
    .default(8000)
    .describe('milliseconds between pings; 2.5 times as long without a pong ends a line'),
});

export type PushOptions = z.output<typeof pushOptions>;
