import { setTimeout as pause } from 'node:timers/promises';
import type { Line } from './line.ts';

/** Milliseconds between two slices. */
const slice = 20;
/** Bytes that may wait for a slow client before the burst waits for it. */
const backlog = 4_000_000;

/**
 * `perSecond` numbered messages to each line. Falls behind rather than leaving one out; ends early only with the
 * emulator or the line.
 */
export async function runBurst(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  lines: ReadonlySet<Line>,
  signal: AbortSignal,
): Promise<void> {
  const total = perSecond * seconds;
  const started = performance.now();
  const listeners = [...lines].filter(({ loggedIn }) => loggedIn);
  const held = () => listeners.some((line) => lines.has(line) && line.backlog > backlog);
  for (let sent = 0; sent < total && !signal.aborted; ) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) * perSecond) / 1000));
    const until = Math.min(due, sent + Math.ceil((perSecond * slice) / 500));
    if (!held()) {
      const first = sent;
      sent = Math.max(sent, until);
      for (const line of listeners) {
        if (!lines.has(line)) continue;
        line.together(() => {
          for (let number = first + 1; number <= sent; number++) {
            line.send({ mt: 'Measurement', api: 'Chat', number, of: total, perSecond });
          }
        });
      }
    }
    await pause(slice, undefined, { signal }).catch(() => {});
  }
}
