import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from './faults.ts';

/** Milliseconds between two slices. */
const slice = 20;

/**
 * `perSecond` messages to each visitor who listens when it begins, in slices, numbered in their text. Falls behind
 * rather than leaving one out; ends early only with the emulator.
 */
export async function runBurst(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  { visitors, personas, signal }: Pick<Stage, 'visitors' | 'personas' | 'signal'>,
): Promise<void> {
  const total = perSecond * seconds;
  const started = performance.now();
  const urns = visitors.listening;
  for (let sent = 0; sent < total && !signal.aborted; ) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) * perSecond) / 1000));
    const until = Math.min(due, sent + Math.ceil((perSecond * slice) / 500));
    while (sent < until) {
      sent += 1;
      for (const urn of urns) personas.say(urn, { text: `Measurement ${sent} of ${total}` });
    }
    await pause(slice, undefined, { signal }).catch(() => {});
  }
}
