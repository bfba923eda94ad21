import { z } from 'zod';

/** What one second brought, counted by messages in and out; notes are not counted. */
export const second = z.strictObject({
  /** When it began: milliseconds since 1970. */
  at: z.number(),
  in: z.int(),
  out: z.int(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  /** The longest of the round trips that ended in it, in milliseconds; null where none did. */
  slowest: z.number().nullable(),
});
export type Second = z.infer<typeof second>;

/** The spans in minutes that round trips are measured over. */
export const spans = [1, 5, 15, 60] as const;

/** From sending to the last answer that was waited for, in milliseconds; each within 5 %. Null where none ended. */
export const roundTrips = z.strictObject({
  minutes: z.literal(spans),
  count: z.int(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});
export type RoundTrips = z.infer<typeof roundTrips>;

/** Since the profile was opened. */
export const totals = z.strictObject({
  /** Milliseconds since 1970; null where it has not been opened since the start. */
  since: z.number().nullable(),
  in: z.int(),
  out: z.int(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  /** Sent and never answered: the time was up, or the line was lost. */
  unanswered: z.int(),
  /** Attempts to come back after the connection had been open. */
  reconnects: z.int(),
});
export type Totals = z.infer<typeof totals>;

export const measurement = z.strictObject({
  /** End of the last second that is told of: milliseconds since 1970. */
  until: z.number(),
  /** Oldest first, without those in which nothing happened. */
  seconds: z.array(second).max(3600),
  /** One for each of {@link spans}. */
  roundTrips: z.array(roundTrips),
  totals,
});
export type Measurement = z.infer<typeof measurement>;
