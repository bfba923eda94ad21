import { z } from 'zod';

export const profileId = z.uuid();

/** Where a secret of a profile is: on this machine, in memory until the app ends, or to be asked for. */
export const secretState = z.enum(['kept', 'in-memory', 'unknown']);

/** How a profile's secrets are treated. `ask` writes nothing to disk. */
export const secretKeeping = z.enum(['ask', 'keep']);

export const profileDraft = z.strictObject({
  service: z.string().max(40),
  name: z.string().trim().min(1, 'Give the profile a name').max(120),
  /** Name of the folder it stands in; empty for none. */
  folder: z.string().trim().max(120),
  /** The service's settings without its secret fields; checked against the service's schema. */
  settings: z.record(z.string(), z.json()),
  keeping: secretKeeping,
});

/** What a connection test needs of a profile: it need not have a name yet. */
export const testedDraft = profileDraft.pick({ service: true, settings: true });
export type TestedDraft = z.infer<typeof testedDraft>;

export const profile = z.strictObject({
  ...profileDraft.shape,
  id: profileId,
  /** By name of the secret field; only fields that have been given a value. */
  secrets: z.record(z.string(), secretState),
  /** Made by the demo: opening it starts the demo where it does not run. */
  demo: z.boolean(),
});

export type ProfileId = string;
export type ProfileDraft = z.infer<typeof profileDraft>;
export type Profile = z.infer<typeof profile>;
export type SecretState = z.infer<typeof secretState>;

/** A profile as a file to share: readable, stable key order, no secrets. */
export const profileFile = z.strictObject({
  patchbay: z.literal('profile'),
  version: z.literal(1),
  service: z.string().max(40),
  name: z.string().min(1).max(120),
  folder: z.string().max(120).default(''),
  settings: z.record(z.string(), z.json()),
});
export type ProfileFile = z.infer<typeof profileFile>;

/** A file that crosses the bridge: its name and whole text. */
export const textFile = z.strictObject({ name: z.string().max(255), text: z.string().max(10_000_000) });
export type TextFile = z.infer<typeof textFile>;
