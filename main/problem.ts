import type { ContractError, ErrorCode } from '../preload/contract/index.ts';
import type { Refusal } from './refusal.ts';

/** A request that cannot be answered, as an exception: what the interface is told about it. */
export class Problem extends Error {
  readonly error: ContractError;
  constructor(code: ErrorCode, message: string, more: Pick<ContractError, 'details' | 'fields'> = {}) {
    super(message);
    this.name = 'Problem';
    this.error = { code, message, ...more };
  }

  /** Its detail becomes the details: redact it before. */
  static of(refusal: Refusal): Problem {
    const { code, text, hint, detail } = refusal.reason;
    return new Problem(
      code === 'internal' ? 'internal' : 'refused',
      hint ? `${text} ${hint}` : text,
      detail ? { details: detail } : {},
    );
  }
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
