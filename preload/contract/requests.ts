import { z } from 'zod';
import { archive } from './archive.ts';
import { diagnosisStep } from './connection.ts';
import { directoryItem } from './directory.ts';
import { emulator, fault, longestSilence, tapeCommand, tapeSpeed } from './emulator.ts';
import { entry, entryRow } from './entry.ts';
import { exportAsked, exported, exportPreview } from './export.ts';
import { fact } from './fact.ts';
import { bookmark, filterText, journalQuestion, located, place, scan, usage, viewId } from './journal.ts';
import {
  chosenParts,
  givenKeys,
  givenPassphrases,
  keyReading,
  keyringItem,
  newIdentity,
  privateKeyExport,
  publicPart,
} from './keyring.ts';
import { preferences } from './preferences.ts';
import { preview } from './preview.ts';
import { profile, profileDraft, profileId, testedDraft, textFile } from './profile.ts';
import { snapshot } from './snapshot.ts';
import { measurement } from './statistics.ts';
import { toolResult } from './tool.ts';

const nothing = z.strictObject({});
/** Secret fields by name; the only way a secret travels, and only towards main. */
const secrets = z.record(z.string().max(200), z.string().max(100_000));

/** Every question the interface may ask. Adding one: see README.md. */
export const requests = {
  'app:snapshot': { input: nothing, output: snapshot },
  'app:open-link': { input: z.strictObject({ url: z.string().max(4000) }), output: nothing },

  'preferences:save': { input: preferences.partial(), output: preferences },

  'profile:save': {
    input: z.strictObject({ id: profileId.nullable(), draft: profileDraft, secrets }),
    output: profile,
  },
  'profile:duplicate': { input: z.strictObject({ id: profileId }), output: profile },
  'profile:remove': { input: z.strictObject({ id: profileId }), output: nothing },
  /** Undoes a removal, as long as the app runs. */
  'profile:restore': { input: z.strictObject({ id: profileId }), output: profile },
  /** All ids in their new order. */
  'profile:arrange': {
    input: z.strictObject({
      order: z.array(z.strictObject({ id: profileId, folder: z.string().max(120) })).max(10_000),
    }),
    output: nothing,
  },
  'profile:export': {
    input: z.strictObject({ ids: z.array(profileId).max(10_000) }),
    output: z.strictObject({ files: z.array(textFile) }),
  },
  'profile:import': {
    input: z.strictObject({ files: z.array(textFile).min(1).max(1000) }),
    output: z.strictObject({
      added: z.array(profile),
      refused: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
    }),
  },

  /** Answers `secret-needed` with the missing fields where secrets must be asked for. */
  'connection:open': { input: z.strictObject({ profile: profileId, secrets }), output: nothing },
  'connection:close': { input: z.strictObject({ profile: profileId }), output: nothing },
  /** Ends the wait before the next attempt. */
  'connection:retry': { input: z.strictObject({ profile: profileId }), output: nothing },
  /** Answers the question of a connection that asks; `not-found` when it is no longer asked. */
  'connection:answer': {
    input: z.strictObject({
      profile: profileId,
      question: z.uuid(),
      input: z.record(z.string(), z.json()),
      secrets,
    }),
    output: nothing,
  },
  'connection:perform': {
    input: z.strictObject({ profile: profileId, action: z.string().max(100), input: z.record(z.string(), z.json()) }),
    /** The entry that records what was sent, if something was. */
    output: z.strictObject({ entry: z.int().nullable(), text: z.string().optional() }),
  },
  /** Likewise, but nothing is sent. `limit`: characters of text and bytes of each binary to answer with. */
  'connection:preview': {
    input: z.strictObject({
      profile: profileId,
      action: z.string().max(100),
      input: z.record(z.string(), z.json()),
      limit: z.int().min(1).max(200_000_000),
    }),
    output: preview,
  },
  /** Steps also arrive one by one as `connection:diagnosed` under the same `run`. */
  'connection:diagnose': {
    input: z.strictObject({ run: z.uuid(), profile: profileId.nullable(), draft: testedDraft, secrets }),
    output: z.strictObject({ steps: z.array(diagnosisStep) }),
  },
  'connection:stop-diagnosis': { input: z.strictObject({ run: z.uuid() }), output: nothing },

  'directory:list': {
    input: z.strictObject({ profile: profileId }),
    output: z.strictObject({ items: z.array(directoryItem) }),
  },

  /**
   * Opens a view: the entries that answer the question, kept up to date until it is closed. Answers as soon as it has
   * looked through the newest of them; the scan goes on, told of by `journal:appended`. Watching an open view again
   * replaces its question. `invalid-input` where a filter cannot be read, `fields.filter` says why.
   */
  'journal:watch': {
    input: z.strictObject({ view: viewId, ...journalQuestion.shape }),
    output: z.strictObject({ count: z.int(), scan }),
  },
  /** Ends a view's scan; what it found stays, and what comes is still looked at. */
  'journal:stop-scan': { input: z.strictObject({ view: viewId }), output: nothing },
  'journal:unwatch': { input: z.strictObject({ view: viewId }), output: nothing },
  /**
   * Rows `offset` to `offset + limit` of a view, oldest first, counted as of the last `journal:appended` that came
   * before the answer.
   */
  'journal:page': {
    input: z.strictObject({ view: viewId, offset: z.int().min(0), limit: z.int().min(1).max(1000) }),
    output: z.strictObject({ offset: z.int(), rows: z.array(entryRow), count: z.int() }),
  },
  /** `limit`: characters of text and bytes of each binary to send. */
  'journal:entry': { input: z.strictObject({ id: z.int(), limit: z.int().min(1).max(200_000_000) }), output: entry },
  /** Among the rows that have been found so far, counted as those of a page. */
  'journal:locate': { input: z.strictObject({ view: viewId, place }), output: located },
  /**
   * Values that a field of the filter language (`kind`, `from`, `to`, `mark`, `status`, `connection`) has in the newest
   * entries of these profiles and that contain the text, the most frequent first.
   */
  'journal:suggest': {
    input: z.strictObject({
      profiles: z.array(profileId).max(1000),
      field: z.string().max(40),
      text: z.string().max(200),
    }),
    output: z.strictObject({ values: z.array(z.string()) }),
  },
  /** Null takes the bookmark away. */
  'journal:bookmark': { input: z.strictObject({ id: z.int(), bookmark: bookmark.nullable() }), output: nothing },
  /**
   * Deletes the rows of a view from one entry to another, these included; a row that stands for an exchange with the
   * whole of it. Answers how many entries that were.
   */
  'journal:delete': {
    input: z.strictObject({ view: viewId, from: z.int(), to: z.int() }),
    output: z.strictObject({ count: z.int() }),
  },
  'journal:clear': { input: z.strictObject({ profile: profileId }), output: nothing },
  /** `file`: bytes that the journal takes on disk; `free`: of them, those that `journal:compact` gives back. */
  'journal:usage': {
    input: nothing,
    output: z.strictObject({ profiles: z.array(usage), file: z.int(), free: z.int() }),
  },
  /** Resolves when what was free has been given back to the disk. */
  'journal:compact': { input: nothing, output: nothing },

  /** Answers the last hour; what comes is told after each second by `statistics:measured`, until it is unwatched. */
  'statistics:watch': { input: z.strictObject({ profile: profileId }), output: measurement },
  'statistics:unwatch': { input: z.strictObject({ profile: profileId }), output: nothing },

  /** Says what an export would hold, of a part of its entries. */
  'export:preview': { input: exportAsked, output: exportPreview },
  /**
   * Asks the user where to, and answers when the file is whole; told of by `export:changed` meanwhile. Nothing is left
   * of one that fails or is cancelled.
   */
  'export:start': { input: exportAsked, output: exported },
  'export:cancel': { input: z.strictObject({ id: z.uuid() }), output: nothing },

  /** Opens the log file of somebody else beside the connections: it comes in slices, and is read when it is finished. */
  'archive:begin': {
    input: z.strictObject({ name: z.string().max(255), size: z.int().min(0) }),
    output: z.strictObject({ id: z.uuid() }),
  },
  'archive:write': { input: z.strictObject({ id: z.uuid(), base64: z.base64().max(2_000_000) }), output: nothing },
  /** Told of by `archive:read` meanwhile. Null where it was closed; `failed` where it cannot be read, and it is gone. */
  'archive:finish': {
    input: z.strictObject({ id: z.uuid() }),
    output: z.strictObject({ archive: archive.nullable() }),
  },
  /** Also one that is still on its way. */
  'archive:close': { input: z.strictObject({ id: z.uuid() }), output: nothing },

  /** Ends judging again what could not be judged before; what is left is judged when it is next shown. */
  'verdicts:stop': { input: nothing, output: nothing },

  /** Says what is in these files and this text. What is given stays in main, under the reading's id. */
  'keyring:read': { input: givenKeys, output: keyReading },
  /** Tries passphrases on locked parts. The answer takes the place of the earlier one; all other parts keep their ids. */
  'keyring:unlock': { input: givenPassphrases, output: keyReading },
  /** Forgets what was given. Nothing happens where there is no such reading. */
  'keyring:drop': { input: z.strictObject({ reading: z.uuid() }), output: nothing },
  /**
   * Takes over parts of a reading, which ends with that. On an error the reading stays, `fields` names
   * `items.0.part`, `items.0.addresses` or `items.0.commonName`, and nothing was taken. `not-found`: the reading is over.
   */
  'keyring:import': { input: chosenParts, output: z.strictObject({ items: z.array(keyringItem) }) },
  'keyring:generate': { input: newIdentity, output: keyringItem },
  'keyring:export': { input: z.strictObject({ id: z.uuid(), part: publicPart }), output: textFile },
  'keyring:export-private-key': { input: privateKeyExport, output: textFile },
  'keyring:remove': { input: z.strictObject({ id: z.uuid() }), output: nothing },

  /** Computes by hand; `invalid-input` names fields, and nothing that was typed stands in an error. */
  'tool:run': {
    input: z.strictObject({ tool: z.string().max(100), input: z.record(z.string(), z.json()), secrets }),
    output: toolResult,
  },
  'emulator:start': {
    input: z.strictObject({ service: z.string().max(40) }),
    /** The profiles the demo made; they are being connected. */
    output: z.strictObject({ emulator, profiles: z.array(profileId) }),
  },
  /**
   * Plays the entries of a profile that meet the filter through an emulator of its service, beside the demo's. It waits
   * for a client. They are exported first: `id` names that work, which is told of and can be cancelled as an export.
   * `refused` where there is nothing to play, or it was cancelled.
   */
  'emulator:start-tape': {
    input: z.strictObject({
      id: z.uuid(),
      profile: profileId,
      filter: filterText,
      speed: tapeSpeed,
      longestSilence,
    }),
    output: z.strictObject({ emulator }),
  },
  /** Changes how a tape is played; without a command it goes on as it did. */
  'emulator:play': {
    input: z.strictObject({ id: z.uuid(), command: tapeCommand.nullable(), speed: tapeSpeed, longestSilence }),
    output: nothing,
  },
  /** What it lets in with: credentials that it made for itself, good for nothing else. */
  'emulator:accounts': {
    input: z.strictObject({ id: z.uuid() }),
    output: z.strictObject({ accounts: z.array(z.strictObject({ name: z.string(), facts: z.array(fact) })) }),
  },
  /** Connects a profile that is made for its first account. */
  'emulator:connect': { input: z.strictObject({ id: z.uuid() }), output: z.strictObject({ profile: profileId }) },
  'emulator:stop': { input: z.strictObject({ id: z.uuid() }), output: nothing },
  'emulator:fault': { input: z.strictObject({ id: z.uuid(), fault }), output: nothing },
} as const satisfies Record<`${string}:${string}`, { input: z.ZodType; output: z.ZodType }>;

export type Requests = typeof requests;
export type RequestName = keyof Requests;
export type Input<Name extends RequestName> = z.input<Requests[Name]['input']>;
export type Output<Name extends RequestName> = z.output<Requests[Name]['output']>;
