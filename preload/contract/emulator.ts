import { z } from 'zod';

/** Faults a running emulator can be asked to commit. */
export const fault = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('drop') }),
  /** Every line is ended by the server, with a reason. */
  z.strictObject({ fault: z.literal('kick') }),
  /** What clients were given to be let in with is valid no longer; lines that used it are ended. */
  z.strictObject({ fault: z.literal('revoke') }),
  z.strictObject({ fault: z.literal('refuse'), on: z.boolean() }),
  z.strictObject({ fault: z.literal('slow'), ms: z.int().min(0).max(600_000) }),
  z.strictObject({ fault: z.literal('no-acknowledgement'), on: z.boolean() }),
  z.strictObject({ fault: z.literal('duplicate') }),
  z.strictObject({ fault: z.literal('huge'), bytes: z.int().min(1).max(200_000_000) }),
  z.strictObject({ fault: z.literal('malformed') }),
  z.strictObject({
    fault: z.literal('burst'),
    perSecond: z.int().min(1).max(100_000),
    seconds: z.int().min(1).max(600),
  }),
]);
export type Fault = z.infer<typeof fault>;

export const emulator = z.strictObject({
  id: z.uuid(),
  service: z.string(),
  /** What clients connect to. */
  url: z.string(),
  title: z.string(),
});
export type Emulator = z.infer<typeof emulator>;
