import { setTimeout as pause } from 'node:timers/promises';
import type { Destination } from './destination.ts';
import type { Stage } from './faults.ts';
import { signContent } from './identity.ts';

/** RSA 2048 signs about a thousand a second on one core, so faster bursts go unsigned. */
const signable = 500;
/** Milliseconds between two slices. */
const slice = 20;

/**
 * `perSecond` messages to each destination, in slices, numbered in their content and key. Falls behind rather than
 * leaving one out; ends early only with the emulator.
 */
export async function runBurst(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  destinations: ReadonlySet<Destination>,
  { post, sender, signal }: Stage,
): Promise<void> {
  const total = perSecond * seconds;
  const started = performance.now();
  const { identity } = sender;
  const from = sender.destination.uri;
  for (let sent = 0; sent < total && !signal.aborted; ) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) * perSecond) / 1000));
    const until = Math.min(due, sent + Math.ceil((perSecond * slice) / 500));
    while (sent < until) {
      sent += 1;
      const content = JSON.stringify({ number: sent, of: total, perSecond, text: `Measurement ${sent} of ${total}` });
      // A signature covers the content alone, so that one serves all destinations.
      const signature = perSecond <= signable ? signContent(content, identity.privateKey) : undefined;
      for (const { uri: to } of destinations) {
        if (post.reaches(to)) post.deliver({ from, to, content, signature }, `burst-${sent}`);
      }
    }
    await pause(slice, undefined, { signal }).catch(() => {});
  }
}
