import { z } from 'zod';

/** What the emulator can be told on the command line. */
export const appwebsocketOptions = z.strictObject({
  port: z.int().min(0).max(65_535).default(0).describe('port on 127.0.0.1; 0 takes any free one'),
  challenge: z
    .enum(['text', 'number'])
    .default('text')
    .describe('how the challenge is written; old PBXs send a JSON number'),
  ciphertext: z
    .enum(['good', 'garbage'])
    .default('good')
    .describe('garbage: what it encrypts was made with another key, as after a stale login'),
  fragment: z.int().min(125).max(16_384).default(16_384).describe('bytes in a frame; longer messages go in fragments'),
  tls: z.enum(['off', 'self-signed']).default('off').describe('self-signed: wss with a certificate nobody vouches for'),
});

export type AppwebsocketOptions = z.output<typeof appwebsocketOptions>;
