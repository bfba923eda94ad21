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

/** So many times as fast as it was recorded, or without waiting. */
export const tapeSpeed = z.union([z.number().min(0.01).max(1000), z.literal('full')]);
export type TapeSpeed = z.infer<typeof tapeSpeed>;

/** Seconds that a silence lasts at most, however long it was recorded; null as recorded. */
export const longestSilence = z.number().min(0).max(86_400).nullable();

/** A recorded journal that an emulator plays to whoever connects. */
export const tape = z.strictObject({
  /** `waiting`: for a client to play to. */
  state: z.enum(['waiting', 'playing', 'paused', 'over']),
  /** Entries that have been passed, and that there are. */
  position: z.int(),
  total: z.int(),
  speed: tapeSpeed,
  longestSilence,
  /** Clients that it is played to. */
  clients: z.int(),
  /** Name of the event that was sent last; null before the first. */
  current: z.string().nullable(),
  sent: z.int(),
  /** What was not sent, by reason: ends a sentence that begins with “Not sent:”. */
  skipped: z.array(z.strictObject({ reason: z.string(), count: z.int() })),
});
export type Tape = z.infer<typeof tape>;

/** What to do with a tape. `step`: the next event, and pause. `rewind`: to the beginning. */
export const tapeCommand = z.enum(['play', 'pause', 'step', 'rewind']);
export type TapeCommand = z.infer<typeof tapeCommand>;

export const emulator = z.strictObject({
  id: z.uuid(),
  service: z.string(),
  /** What clients connect to. */
  url: z.string(),
  title: z.string(),
  /** What it plays instead of having its personas talk. */
  tape: tape.nullable(),
});
export type Emulator = z.infer<typeof emulator>;
