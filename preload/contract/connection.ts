import { z } from 'zod';
import { fact } from './fact.ts';
import { form } from './form.ts';
import { profileId } from './profile.ts';

/** Why a connection is as it is. */
export const reason = z.strictObject({
  code: z.enum([
    'user',
    'address',
    'network',
    'tls',
    'credentials',
    'http',
    'protocol',
    'server-closed',
    'dropped',
    'timeout',
    'too-large',
    'settings',
    'internal',
  ]),
  /** What happened, in plain words. */
  text: z.string(),
  /** The raw fact, redacted. */
  detail: z.string().optional(),
  /** What helps. */
  hint: z.string().optional(),
});
export type Reason = z.infer<typeof reason>;

/** What a connection must be told before it can go on. */
export const question = z.strictObject({
  id: z.uuid(),
  title: z.string(),
  /** Why it is asked. */
  text: z.string(),
  /** What the answer depends on, such as a challenge. */
  facts: z.array(fact),
  form,
  /** Label of the button that answers. */
  submit: z.string(),
});
export type Question = z.infer<typeof question>;

/** Times are milliseconds since 1970. */
export const connectionState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('idle') }),
  z.strictObject({ state: z.literal('connecting'), attempt: z.int(), since: z.number() }),
  z.strictObject({ state: z.literal('authenticating'), attempt: z.int(), since: z.number() }),
  z.strictObject({ state: z.literal('asking'), attempt: z.int(), since: z.number(), question }),
  z.strictObject({ state: z.literal('open'), since: z.number() }),
  z.strictObject({ state: z.literal('waiting'), attempt: z.int(), until: z.number(), reason }),
  z.strictObject({ state: z.literal('closed'), at: z.number(), reason }),
  z.strictObject({ state: z.literal('failed'), at: z.number(), reason }),
]);
export type ConnectionState = z.infer<typeof connectionState>;

/** A small figure that a service shows beside the state, such as uncommitted deliveries. */
export const meter = z.strictObject({ label: z.string(), value: z.string(), tone: z.enum(['plain', 'warning']) });
export type Meter = z.infer<typeof meter>;

export const connection = z.strictObject({ profile: profileId, state: connectionState, meters: z.array(meter) });
export type Connection = z.infer<typeof connection>;

/** One step of the test-connection report. */
export const diagnosisStep = z.strictObject({
  /** Stable within a report: `name-lookup`, `tcp`, `tls`, `http`, … */
  id: z.string(),
  title: z.string(),
  state: z.enum(['running', 'passed', 'warning', 'failed', 'skipped']),
  /** What was found, in plain words. */
  text: z.string(),
  /** Raw facts: addresses, certificate, headers. */
  facts: z.array(fact),
  hint: z.string().optional(),
  /** Milliseconds the step took. */
  took: z.number().optional(),
});
export type DiagnosisStep = z.infer<typeof diagnosisStep>;
