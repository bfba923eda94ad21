import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two slices. */
const slice = 20;

/** Numbers of the messages of one slice, from 1 to the burst's `total`. */
export interface Slice {
  first: number;
  last: number;
  total: number;
}

/**
 * The pace of a burst: `perSecond` messages for so many `seconds`, sent in slices. Falls behind rather than leaving one
 * out, and waits while it is `held`; ends early only with the signal. Never rejects but for what `send` throws.
 */
export async function inSlices(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  signal: AbortSignal,
  send: (slice: Slice) => void,
  held: () => boolean = () => false,
): Promise<void> {
  const total = perSecond * seconds;
  const started = performance.now();
  for (let sent = 0; sent < total && !signal.aborted; ) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) * perSecond) / 1000));
    const last = Math.min(due, sent + Math.ceil((perSecond * slice) / 500));
    if (last > sent && !held()) {
      send({ first: sent + 1, last, total });
      sent = last;
    }
    await pause(slice, undefined, { signal }).catch(() => {});
  }
}
