import { z } from 'zod';

/**
 * Every way a request can fail. The list is closed: the interface has words for each code.
 *
 * - `invalid-input`   the request did not match its schema, or a form field is wrong (`fields` says which)
 * - `not-found`       the named thing does not exist (any more)
 * - `conflict`        it exists already, or is in a state that does not allow this
 * - `not-connected`   the action needs an open connection
 * - `secret-needed`   a password or key must be asked for first (`fields` names them)
 * - `refused`         the other side, or a rule of ours, said no
 * - `unavailable`     this machine or host cannot do that
 * - `failed`          it was tried and did not work
 * - `internal`        a defect of Patchbay
 */
export const errorCodes = [
  'invalid-input',
  'not-found',
  'conflict',
  'not-connected',
  'secret-needed',
  'refused',
  'unavailable',
  'failed',
  'internal',
] as const;

export const contractError = z.strictObject({
  code: z.enum(errorCodes),
  /** What happened, in plain words. */
  message: z.string(),
  /** The raw fact, redacted. */
  details: z.string().optional(),
  /** Problems by field path (`headers.0.name`), for forms. */
  fields: z.record(z.string(), z.string()).optional(),
});

export type ContractError = z.infer<typeof contractError>;
export type ErrorCode = (typeof errorCodes)[number];

/** What crosses the bridge as the answer to a request. */
export type Answer<Value = unknown> = { ok: true; value: Value } | { ok: false; error: ContractError };
