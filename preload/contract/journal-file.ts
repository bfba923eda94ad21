import { z } from 'zod';
import { recipient, step } from './entry.ts';
import { fact } from './fact.ts';
import { bookmark } from './journal.ts';
import { link, offer } from './offer.ts';

/**
 * A journal as a file to share, NDJSON: its first line is a head, each other an entry, oldest first. Readers ignore
 * fields that they do not know; writers of the same version only add fields that may be missing.
 */
export const journalFileVersion = 1;

export const journalFileHead = z.object({
  patchbay: z.literal('journal'),
  version: z.int(),
  /** Version of the app that wrote it. */
  app: z.string().optional(),
  /** Persons and secrets stand as aliases. */
  redacted: z.boolean().default(false),
  profiles: z.array(z.object({ id: z.string().optional(), name: z.string(), service: z.string() })).max(10_000),
});
export type JournalFileHead = z.infer<typeof journalFileHead>;

const path = z.array(z.union([z.string(), z.int()])).min(1);

const opened = z.discriminatedUnion('state', [
  z.object({ state: z.literal('plain') }),
  z.object({ state: z.literal('pending') }),
  z.object({ state: z.literal('opened'), by: z.string(), warning: z.string().optional() }),
  z.object({ state: z.literal('locked'), needs: z.array(z.object(recipient.shape)) }),
  z.object({ state: z.literal('broken'), reason: z.string() }),
]);

const signature = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('pending') }),
  z.object({ state: z.literal('verified'), by: z.string() }),
  z.object({ state: z.literal('wrong'), reason: z.string() }),
  z.object({ state: z.literal('unsigned') }),
  z.object({ state: z.literal('signer-unknown'), reason: z.string() }),
]);

/** What a field of an entry means is said in `entry.ts`. What is missing is as usual. */
export const journalFileEntry = z.object({
  id: z.int().optional(),
  /** Id of a profile of the head; the first one where it is missing. */
  profile: z.string().optional(),
  at: z.number(),
  direction: z.enum(['in', 'out', 'note']),
  kind: z.string(),
  tone: z.enum(['plain', 'good', 'bad']).default('plain'),
  from: z.string().optional(),
  to: z.string().optional(),
  exchange: z.string().optional(),
  preview: z.string().optional(),
  marks: z.array(z.string()).default([]),
  steps: z.array(z.object(step.shape)).default([]),
  waiting: z.boolean().default(false),
  opened: opened.default({ state: 'plain' }),
  signature: signature.default({ state: 'none' }),
  bookmark: z.object(bookmark.shape).optional(),
  /** What the envelope held. */
  inside: z.string().optional(),
  facts: z.array(z.object(fact.shape)).default([]),
  offers: z.array(z.object(offer.shape)).default([]),
  links: z.array(z.object(link.shape)).default([]),
  resend: z.object({ action: z.string(), input: z.record(z.string(), z.unknown()) }).optional(),
  /** `null` where bytes stood, which are among the binaries. */
  args: z.array(z.unknown()),
  binaries: z.array(z.object({ path, base64: z.string() })).default([]),
});
export type JournalFileEntry = z.infer<typeof journalFileEntry>;
