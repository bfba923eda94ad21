import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from './faults.ts';

/** Milliseconds between two slices. */
const slice = 20;

/**
 * `perSecond` channel messages on every line, in slices, numbered in their text and id. Falls behind rather than
 * leaving one out; ends early only with the emulator.
 */
export async function runBurst(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  { lines, cast, signal }: Stage,
): Promise<void> {
  const total = perSecond * seconds;
  const started = performance.now();
  for (let sent = 0; sent < total && !signal.aborted; ) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) * perSecond) / 1000));
    const until = Math.min(due, sent + Math.ceil((perSecond * slice) / 500));
    while (sent < until) {
      sent += 1;
      const message = {
        type: 'channel-message',
        'channel-id': cast.desk.id,
        'message-id': `burst-${sent}`,
        from: cast.pia.id,
        text: `Measurement ${sent} of ${total}`,
      };
      for (const line of lines) line.tell(message);
    }
    await pause(slice, undefined, { signal }).catch(() => {});
  }
}
