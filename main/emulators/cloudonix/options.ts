import { z } from 'zod';

/** What the emulator can be told on the command line. */
export const cloudonixOptions = z.strictObject({
  port: z.int().min(0).max(65_535).default(0).describe('port on 127.0.0.1; 0 takes any free one'),
  token: z
    .enum(['both', 'header', 'query'])
    .default('both')
    .describe('where the bearer token is accepted: Authorization header, access_token in the query, or both'),
  websocket: z.enum(['on', 'off']).default('on').describe('off leaves the xhr transports of SockJS alone'),
  heartbeat: z.number().min(0.1).max(3600).default(25).describe('seconds between two heartbeats'),
  ids: z
    .enum(['assigned', 'transaction'])
    .default('assigned')
    .describe('what delivery reports name: an id that the acknowledgement tells, or the id of the client’s message'),
});

export type CloudonixOptions = z.output<typeof cloudonixOptions>;
