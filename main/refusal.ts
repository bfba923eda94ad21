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

/** Whatever was thrown, as a refusal: what no one meant to throw is said as a defect, and not tried again. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal(
    {
      code: 'internal',
      text: 'Patchbay met a defect of its own on this connection.',
      detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      hint: 'Connect again; if it stays, report it with the detail below.',
    },
    { retry: false },
  );
}
