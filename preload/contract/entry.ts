import { z } from 'zod';
import { fact } from './fact.ts';
import { bookmark, colour } from './journal.ts';
import { link, offer } from './offer.ts';
import { profileId } from './profile.ts';

/** A recipient of an envelope, as the envelope names it. */
export const recipient = z.strictObject({
  issuer: z.string(),
  serial: z.string(),
  keyIdentifier: z.string().optional(),
});
export type Recipient = z.infer<typeof recipient>;

/** Whether the content could be read. `pending`: sealed, and not tried yet. */
export const opened = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('plain') }),
  z.strictObject({ state: z.literal('pending') }),
  /** `by`: name of the key in the keyring; `warning`: read, but not what was expected inside. */
  z.strictObject({ state: z.literal('opened'), by: z.string(), warning: z.string().optional() }),
  z.strictObject({ state: z.literal('locked'), needs: z.array(recipient) }),
  z.strictObject({ state: z.literal('broken'), reason: z.string() }),
]);
export type Opened = z.infer<typeof opened>;

/** Whether the signature holds. Independent of {@link opened}. `none`: nothing that could be signed. */
export const signature = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  z.strictObject({ state: z.literal('pending') }),
  z.strictObject({ state: z.literal('verified'), by: z.string() }),
  z.strictObject({ state: z.literal('wrong'), reason: z.string() }),
  z.strictObject({ state: z.literal('unsigned') }),
  z.strictObject({ state: z.literal('signer-unknown'), reason: z.string() }),
]);
export type Signature = z.infer<typeof signature>;

/** What became of something sent; `after` in milliseconds since it was sent. */
export const step = z.strictObject({
  name: z.string(),
  after: z.number(),
  tone: z.enum(['good', 'bad', 'plain']),
  text: z.string().optional(),
});
export type Step = z.infer<typeof step>;

/** One entry of a folded exchange. */
export const exchanged = z.strictObject({
  id: z.int(),
  at: z.number(),
  direction: z.enum(['in', 'out', 'note']),
  kind: z.string(),
  tone: z.enum(['plain', 'good', 'bad']),
});
export type Exchanged = z.infer<typeof exchanged>;

/** A line of the log. */
export const entryRow = z.strictObject({
  id: z.int(),
  profile: profileId,
  /** Milliseconds since 1970, with fraction. */
  at: z.number(),
  direction: z.enum(['in', 'out', 'note']),
  /** The event's name as the service speaks it, or the kind of note. */
  kind: z.string(),
  /** `bad` for errors and failures. */
  tone: z.enum(['plain', 'good', 'bad']),
  from: z.string().optional(),
  to: z.string().optional(),
  /** Equal for the entries of one exchange. */
  exchange: z.string().optional(),
  /** Bytes of all arguments: JSON text in UTF-8 plus binary. */
  size: z.int(),
  /** The first characters of what a person would call the message. */
  preview: z.string(),
  /** Words such as `duplicate`. */
  marks: z.array(z.string()),
  steps: z.array(step),
  /** An answer is still expected. */
  waiting: z.boolean(),
  opened,
  signature,
  /** Whether something can be done with it, and whether it refers to something elsewhere: see {@link entry}. */
  offers: z.boolean(),
  links: z.boolean(),
  /** Absent where the user set none. */
  bookmark: bookmark.optional(),
  /** By the first of the view's rules that it meets. */
  colour: colour.optional(),
  /** The entries of its exchange, in a view that folds: oldest first, itself among them, at most 50. */
  exchanged: z.array(exchanged).optional(),
});
export type EntryRow = z.infer<typeof entryRow>;

/** Where bytes stood among the arguments, and the bytes. */
export const binary = z.strictObject({
  path: z.array(z.union([z.string(), z.int()])),
  base64: z.string(),
  size: z.int(),
});
export type Binary = z.infer<typeof binary>;

export const payload = z.strictObject({
  /** JSON text of the array of arguments, `null` where bytes stood. Text, so that no key of a sender's can act. */
  args: z.string(),
  binaries: z.array(binary),
  /** Bytes in all, and whether the text above was cut at the limit asked for. */
  size: z.int(),
  cut: z.boolean(),
});
export type Payload = z.infer<typeof payload>;

/** An entry whole, for the inspector. */
export const entry = z.strictObject({
  row: entryRow,
  payload,
  /** What the envelope held: decrypted text, cut at the limit asked for. */
  inside: z.strictObject({ text: z.string(), cut: z.boolean() }).optional(),
  /** Facts found while opening and verifying: algorithms, recipients, the certificate. */
  facts: z.array(fact),
  /** The other entries of its exchange, oldest first. */
  related: z.array(entryRow),
  /** What can be done with it, such as answering. */
  offers: z.array(offer),
  /** What it refers to elsewhere, such as attachments. */
  links: z.array(link),
  /** The action and input that send this again, for what was sent by hand. */
  resend: z.strictObject({ action: z.string(), input: z.record(z.string(), z.json()) }).optional(),
});
export type Entry = z.infer<typeof entry>;
