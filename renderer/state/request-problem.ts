import type { ContractError, ErrorCode } from '../../preload/contract/index.ts';

/** A request that was answered with an error. `message` is in plain words; `fields` names wrong fields by path. */
export class RequestProblem extends Error {
  readonly code: ErrorCode;
  readonly details: string | undefined;
  readonly fields: Record<string, string>;
  constructor(error: ContractError) {
    super(error.message);
    this.name = 'RequestProblem';
    this.code = error.code;
    this.details = error.details;
    this.fields = error.fields ?? {};
  }
}
