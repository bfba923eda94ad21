import { z } from 'zod';

const common = {
  /** Property of the schema this field edits. */
  name: z.string(),
  label: z.string(),
  /** One or two sentences under the field. */
  help: z.string().optional(),
  required: z.boolean(),
  /** Heading that the field stands under; fields of one section follow each other. */
  section: z.string().optional(),
  /** Shown only while another field of the same form has one of these values. */
  showWhen: z.strictObject({ field: z.string(), oneOf: z.array(z.union([z.string(), z.boolean()])) }).optional(),
};

export const contentForm = z.enum(['text', 'json', 'number', 'boolean', 'binary']);
export type ContentForm = z.infer<typeof contentForm>;

const scalarField = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('text'),
    default: z.string().optional(),
    placeholder: z.string().optional(),
    /** Several lines, fixed-width: PEM, JSON. */
    multiline: z.boolean().optional(),
    /** Edited with highlighting and checked while it is typed. */
    language: z.literal('json').optional(),
    /** Bytes of UTF-8 that the service takes; shown while it is typed. */
    maximumBytes: z.int().optional(),
    /**
     * Directory kind whose items are offered as completions. `keyring:identity` offers the addresses of identities in the
     * keyring, `keyring:certificate` all that have a certificate there, `keyring:shared` those of shared keys.
     */
    suggest: z.string().optional(),
    /** Offers a "generate" button that fills in a random identifier. */
    generate: z.literal('uuid').optional(),
    pattern: z.string().optional(),
  }),
  /** Never comes back from main: the interface shows whether it is kept, and can replace it. */
  z.strictObject({ ...common, kind: z.literal('secret'), multiline: z.boolean().optional() }),
  z.strictObject({
    ...common,
    kind: z.literal('number'),
    default: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    whole: z.boolean(),
    unit: z.string().optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('switch'), default: z.boolean() }),
  z.strictObject({
    ...common,
    kind: z.literal('choice'),
    default: z.string().optional(),
    options: z.array(z.strictObject({ value: z.string(), label: z.string() })),
  }),
  /** Its value is a {@link Content} or an {@link Argument}, in one of `forms`; the first is what it starts as. */
  z.strictObject({
    ...common,
    kind: z.literal('content'),
    forms: z.array(contentForm),
    default: z.string().optional(),
  }),
  /** One of the user's profiles, of one of these services: its value is the profile's id. */
  z.strictObject({ ...common, kind: z.literal('profile'), services: z.array(z.string()) }),
  /** Several texts, such as destinations. */
  z.strictObject({ ...common, kind: z.literal('texts'), suggest: z.string().optional() }),
]);

/** Rows of small forms, such as extra headers. */
const rowsField = z.strictObject({
  ...common,
  kind: z.literal('rows'),
  fields: z.array(scalarField),
  /** The rows it starts with. */
  default: z.array(z.record(z.string(), z.json())).optional(),
});

export const field = z.union([scalarField, rowsField]);
export const form = z.array(field);
export type Field = z.infer<typeof field>;
export type Form = Field[];

/** What a `content` field holds. `json` is checked to parse before it is sent; bytes travel as base64. */
export const content = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('text'), text: z.string() }),
  z.strictObject({ as: z.literal('json'), text: z.string() }),
  z.strictObject({ as: z.literal('binary'), base64: z.base64(), name: z.string().optional() }),
]);
export type Content = z.infer<typeof content>;

/** One argument of an event: what a `content` field holds whose forms include numbers and switches. */
export const argument = z.discriminatedUnion('as', [
  ...content.options,
  z.strictObject({ as: z.literal('number'), number: z.number() }),
  z.strictObject({ as: z.literal('boolean'), boolean: z.boolean() }),
]);
export type Argument = z.infer<typeof argument>;
