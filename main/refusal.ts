import type { Reason } from '../preload/contract/index.ts';

/** Why something could not be done, ready to be shown. `retry: false` stops the reconnect. */
export class Refusal extends Error {
  readonly reason: Reason;
  readonly retry: boolean;
  constructor(reason: Reason, options: { retry: boolean }) {
    super(reason.text);
    this.name = 'Refusal';
    this.reason = reason;
    this.retry = options.retry;
  }
}
