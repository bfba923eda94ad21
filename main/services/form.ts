import { z } from 'zod';
import { contentForm, type Field, type Form, type ServiceDescription } from '../../preload/contract/index.ts';
import type { Service } from './service.ts';

export { fieldErrors } from './field-errors.ts';

/** What `.meta()` may say about a field. Anything else throws when the form is made. */
const fieldMeta = z.strictObject({
  /** The label. */
  title: z.string(),
  /** Help under the field. */
  description: z.string().optional(),
  section: z.string().optional(),
  /** Must be filled in where it is shown, though the schema can do without it. */
  needed: z.literal(true).optional(),
  secret: z.literal(true).optional(),
  multiline: z.boolean().optional(),
  placeholder: z.string().optional(),
  unit: z.string().optional(),
  showWhen: z.object({ field: z.string(), oneOf: z.array(z.union([z.string(), z.boolean()])) }).optional(),
  generate: z.literal('uuid').optional(),
  /** Directory kind that completes the field; or `keyring:identity`, `keyring:certificate`, `keyring:shared` for addresses in the keyring. */
  suggest: z.string().optional(),
  kind: z.literal('content').optional(),
  /** Forms that a content may have; text, JSON and binary by default. */
  forms: z.array(contentForm).min(1).optional(),
  language: z.literal('json').optional(),
  /** Bytes of UTF-8 that the service takes; shown while it is typed. */
  maximumBytes: z.int().optional(),
  /** Services whose profiles can be chosen: the field's value is a profile's id. */
  profiles: z.array(z.string()).optional(),
  /** Labels of a choice, by value. */
  labels: z.record(z.string(), z.string()).optional(),
});
type FieldMeta = z.infer<typeof fieldMeta>;

declare module 'zod' {
  interface GlobalMeta extends Partial<FieldMeta> {}
}

type Scalar = Exclude<Field, { kind: 'rows' }>;
type Common = Pick<Field, 'name' | 'label' | 'help' | 'required' | 'section' | 'showWhen'>;

/** A schema without its `.default()` and `.optional()`, and what they and `.meta()` said. */
interface Unwrapped {
  schema: z.core.$ZodType;
  meta: Record<string, unknown>;
  required: boolean;
  fallback: unknown;
}

function unwrap(schema: z.core.$ZodType): Unwrapped {
  const meta = z.globalRegistry.get(schema) ?? {};
  if (!(schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)) {
    return { schema, meta, required: true, fallback: undefined };
  }
  const inner = unwrap(schema.def.innerType);
  const fallback = schema instanceof z.ZodDefault ? schema.def.defaultValue : inner.fallback;
  return { schema: inner.schema, meta: { ...inner.meta, ...meta }, required: false, fallback };
}

/**
 * The form of an object schema, in the order of its properties. Labels and the like come from `.meta()`.
 * Throws an Error for a shape that no field can edit, so a wrong declaration fails at the start.
 */
export function formOf(schema: z.ZodObject): Form {
  return Object.entries(schema.shape).map(([name, property]) => fieldOf(name, property));
}

function fieldOf(name: string, property: z.core.$ZodType): Field {
  const { schema, meta, required, fallback } = unwrap(property);
  const parsed = fieldMeta.safeParse(meta);
  if (!parsed.success) throw new Error(`field ${name}: ${z.prettifyError(parsed.error)}`);
  const { title, description, section, showWhen, needed } = parsed.data;
  const common: Common = {
    name,
    label: title,
    required: required || needed === true,
    ...(description !== undefined && { help: description }),
    ...(section !== undefined && { section }),
    ...(showWhen !== undefined && { showWhen }),
  };
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodObject) {
    const fields = formOf(schema.element).map((field) => scalar(name, field));
    const rows = Array.isArray(fallback) && fallback.length > 0 && { default: fallback };
    return { ...common, kind: 'rows', fields, ...rows };
  }
  return scalarOf(common, schema, parsed.data, fallback);
}

function scalar(name: string, field: Field): Scalar {
  if (field.kind === 'rows') throw new Error(`field ${name}: rows inside rows cannot be edited`);
  return field;
}

function scalarOf(common: Common, schema: z.core.$ZodType, meta: FieldMeta, fallback: unknown): Scalar {
  const text = typeof fallback === 'string' ? { default: fallback } : {};
  if (meta.kind === 'content') {
    return { ...common, kind: 'content', forms: meta.forms ?? ['text', 'json', 'binary'], ...text };
  }
  if (schema instanceof z.ZodEnum) return { ...common, kind: 'choice', ...text, options: optionsOf(schema, meta) };
  if (schema instanceof z.ZodBoolean) return { ...common, kind: 'switch', default: fallback === true };
  if (schema instanceof z.ZodNumber) return { ...common, kind: 'number', ...numberOf(schema, meta, fallback) };
  if (schema instanceof z.ZodArray && isText(schema.element)) {
    return { ...common, kind: 'texts', ...(meta.suggest !== undefined && { suggest: meta.suggest }) };
  }
  if (!isText(schema)) throw new Error(`field ${common.name}: no field edits a ${schema._zod.def.type}`);
  const multiline = meta.multiline === true && { multiline: true };
  if (meta.profiles !== undefined) return { ...common, kind: 'profile', services: meta.profiles };
  if (meta.secret === true) return { ...common, kind: 'secret', ...multiline };
  return { ...common, kind: 'text', ...text, ...multiline, ...textOf(schema, meta) };
}

const isText = (schema: z.core.$ZodType): boolean => schema._zod.def.type === 'string';

function textOf(schema: z.core.$ZodType, meta: FieldMeta) {
  const { placeholder, suggest, generate, language, maximumBytes } = meta;
  const pattern = patternOf(schema);
  return {
    ...(language !== undefined && { language }),
    ...(maximumBytes !== undefined && { maximumBytes }),
    ...(placeholder !== undefined && { placeholder }),
    ...(suggest !== undefined && { suggest }),
    ...(generate !== undefined && { generate }),
    ...(pattern !== undefined && { pattern }),
  };
}

/** None where the schema rewrites the text first (`.trim()`), or where flags would be lost. */
function patternOf(schema: z.core.$ZodType): string | undefined {
  const checks = (schema._zod.def.checks ?? []).map((check) => check._zod.def);
  if (checks.some(({ check }) => check === 'overwrite')) return undefined;
  const patterns = checks.flatMap((check) => ('pattern' in check ? [check.pattern] : []));
  return patterns.find((pattern): pattern is RegExp => pattern instanceof RegExp && pattern.flags === '')?.source;
}

function numberOf(schema: z.ZodNumber, { unit }: FieldMeta, fallback: unknown) {
  const { minValue, maxValue } = schema;
  return {
    whole: schema.isInt,
    ...(typeof fallback === 'number' && { default: fallback }),
    ...(minValue !== null && bounded(minValue) && { minimum: minValue }),
    ...(maxValue !== null && bounded(maxValue) && { maximum: maxValue }),
    ...(unit !== undefined && { unit }),
  };
}

/** `z.int()` has the safe integers as its own limits, which say nothing to a person. */
const bounded = (limit: number) => Math.abs(limit) < Number.MAX_SAFE_INTEGER;

function optionsOf(schema: z.ZodEnum, { labels }: FieldMeta) {
  return schema.options.map((option) => {
    const value = String(option);
    const label = labels?.[value];
    if (label === undefined) throw new Error(`choice ${value}: has no label`);
    return { value, label };
  });
}

/** Names of the fields that must never leave main. */
export function secretFields(schema: z.ZodObject): string[] {
  return formOf(schema).flatMap((field) => (field.kind === 'secret' ? [field.name] : []));
}

/** A service as data, for the interface. Throws an Error where a schema cannot be made a form. */
export function describe(service: Service): Omit<ServiceDescription, 'demo'> {
  const { id, title, summary, badge, firstStep, remembers } = service;
  return {
    id,
    title,
    summary,
    badge,
    firstStep,
    ...(remembers !== undefined && { remembers }),
    settings: formOf(service.settings),
    actions: Object.entries(service.actions).map(([action, { title, summary, input, preview }]) => ({
      id: action,
      title,
      summary,
      form: formOf(input),
      preview: preview !== undefined,
    })),
    directory: [...service.directory],
  };
}
