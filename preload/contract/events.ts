import { z } from 'zod';
import { archive } from './archive.ts';
import { connection, diagnosisStep } from './connection.ts';
import { directoryItem } from './directory.ts';
import { emulator } from './emulator.ts';
import { entryRow } from './entry.ts';
import { capture, scan, viewId } from './journal.ts';
import { keyringItem } from './keyring.ts';
import { preferences } from './preferences.ts';
import { profile, profileId } from './profile.ts';
import { measurement } from './statistics.ts';
import { verdictsProgress } from './verdicts.ts';

/** Everything main tells the interface unasked. Adding one: see README.md. */
export const events = {
  'preferences:changed': preferences,
  'profile:changed': z.strictObject({ profiles: z.array(profile) }),
  'connection:changed': connection,
  'connection:diagnosed': z.strictObject({ run: z.uuid(), step: diagnosisStep }),
  'directory:changed': z.strictObject({
    profile: profileId,
    /** Everything before is gone: the connection was opened anew. */
    reset: z.boolean(),
    put: z.array(directoryItem),
    removed: z.array(z.strictObject({ kind: z.string(), id: z.string() })),
  }),
  /** A view changed. */
  'journal:appended': z.strictObject({
    view: viewId,
    /** Rows now. */
    count: z.int(),
    /** Of them, those that came before all others since this was last told: the index of each row grew by so much. */
    before: z.int(),
    /** The last rows as far as they are new, at most 100. */
    tail: z.array(entryRow),
    /** Rows came or went in between: what is known of others than `tail` is no longer true. */
    reset: z.boolean(),
    scan,
  }),
  /** Rows of a view that changed after they were written: steps, verdicts, bookmarks. */
  'journal:revised': z.strictObject({ view: viewId, rows: z.array(entryRow) }),
  'journal:troubled': z.strictObject({ notice: z.string() }),
  'capture:changed': capture,
  /** What the seconds brought that ended since this was last told. */
  'statistics:measured': z.strictObject({ profile: profileId, ...measurement.shape }),
  'archive:changed': z.strictObject({ archives: z.array(archive) }),
  /** So many bytes of a file are read. */
  'archive:read': z.strictObject({ id: z.uuid(), through: z.int(), size: z.int() }),
  /** So many entries of an export are written. */
  'export:changed': z.strictObject({ id: z.uuid(), done: z.int(), total: z.int() }),
  'verdicts:changed': z.strictObject({ progress: verdictsProgress }),
  'keyring:changed': z.strictObject({ items: z.array(keyringItem) }),
  'emulator:changed': z.strictObject({ emulators: z.array(emulator) }),
  /** A native menu item or shortcut asks the interface to run one of its commands. */
  'menu:chosen': z.strictObject({ command: z.string() }),
} as const satisfies Record<`${string}:${string}`, z.ZodType>;

export type Events = typeof events;
export type EventName = keyof Events;
export type Event<Name extends EventName> = z.output<Events[Name]>;

/**
 * What travels: events gathered for at most 50 ms. Sequence numbers count up by one per event and client;
 * a gap means that something was missed, and the snapshot must be asked for again.
 */
export type Batch = { [Name in EventName]: { sequence: number; name: Name; event: Event<Name> } }[EventName][];
