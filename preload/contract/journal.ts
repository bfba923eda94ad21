import { z } from 'zod';
import { profileId } from './profile.ts';

export const viewId = z.uuid();
export const filterText = z.string().max(10_000);

/** Colours that entries can be given; how each looks is the theme's. */
export const colour = z.enum(['red', 'orange', 'yellow', 'green', 'blue', 'violet']);
export type Colour = z.infer<typeof colour>;

/**
 * Entries that meet the filter are shown in this colour; of several rules the first that is met counts. One that cannot
 * be read, or takes too long, colours nothing.
 */
export const rule = z.strictObject({ filter: filterText, colour });
export type Rule = z.infer<typeof rule>;

/** What the user wrote beside an entry to find it again. */
export const bookmark = z.strictObject({ comment: z.string().max(10_000), colour: colour.nullable() });
export type Bookmark = z.infer<typeof bookmark>;

/** What a view shows. */
export const journalQuestion = z.strictObject({
  profiles: z.array(profileId).min(1).max(1000),
  filter: filterText,
  /** One row for each exchange of which an entry meets the filter: its first entry. */
  fold: z.boolean(),
  rules: z.array(rule).max(100),
});
export type JournalQuestion = z.infer<typeof journalQuestion>;

/**
 * How far the entries that were there when a view was opened have been looked through, from the newest to the oldest;
 * null when that is over.
 */
export const scan = z
  .strictObject({
    scanned: z.int(),
    total: z.int(),
    /** Why it ended before that, in plain words: what comes is no longer looked at either. */
    problem: z.string().optional(),
  })
  .nullable();
export type Scan = z.infer<typeof scan>;

/** What one goes to in a log without knowing where it is. `failed`: an error, or with a step that failed. */
export const landmark = z.enum(['bookmarked', 'failed']);
export type Landmark = z.infer<typeof landmark>;

/** The nearest row beyond an entry, be that there or not. Of an exchange that is folded one entry must be such. */
export const beyond = z.strictObject({ landmark, way: z.enum(['next', 'previous']), from: z.int() });
export type Beyond = z.infer<typeof beyond>;

/** Where to go in a view. `time`: milliseconds since 1970. */
export const place = z.union([z.strictObject({ id: z.int() }), z.strictObject({ time: z.number() }), beyond]);
export type Place = z.infer<typeof place>;

/** The row at a place, or the first behind it. Behind the last there is none: `id` is null. */
export const located = z.strictObject({
  index: z.int(),
  id: z.int().nullable(),
  /** It is the entry that was asked for, or in a view that folds the row of its exchange. */
  exact: z.boolean(),
});
export type Located = z.infer<typeof located>;

/** How much of a profile's entries to keep; null for no limit. What is beyond any of them is deleted, oldest first. */
export const retention = z.strictObject({
  days: z.number().positive().nullable(),
  entries: z.int().positive().nullable(),
  bytes: z.int().positive().nullable(),
});
export type Retention = z.infer<typeof retention>;

/** What a profile's entries take. `oldest`: milliseconds since 1970. */
export const usage = z.strictObject({
  profile: profileId,
  entries: z.int(),
  /** Of payloads. */
  bytes: z.int(),
  oldest: z.number().nullable(),
});
export type Usage = z.infer<typeof usage>;

/** The way of entries to the disk, as it is now. Bytes as they are counted for the queue. */
export const capture = z.strictObject({
  /** Entries since the start. */
  taken: z.int(),
  /** Of them, those there was no room for. */
  lost: z.int(),
  queued: z.int(),
  room: z.int(),
  /** Connections are not read from until the disk has caught up. */
  held: z.boolean(),
  /** The disk takes nothing more: payloads are not kept until it does. */
  full: z.boolean(),
});
export type Capture = z.infer<typeof capture>;
