import { setTimeout as pause } from 'node:timers/promises';
import type { Destination } from './destination.ts';
import { type Stage, signed } from './faults.ts';

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
  stage: Stage,
): Promise<void> {
  const total = perSecond * seconds;
  const started = performance.now();
  for (let sent = 0; sent < total && !stage.signal.aborted; ) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) * perSecond) / 1000));
    const until = Math.min(due, sent + Math.ceil((perSecond * slice) / 500));
    while (sent < until) {
      sent += 1;
      for (const destination of destinations) send(destination, sent, total, perSecond, stage);
    }
    await pause(slice, undefined, { signal: stage.signal }).catch(() => {});
  }
}

function send({ uri }: Destination, number: number, of: number, perSecond: number, stage: Stage): void {
  const content = JSON.stringify({ burst: perSecond, number, of, text: `Measurement ${number} of ${of}` });
  const message = perSecond <= signable ? signed(stage, uri, content) : { ...unsigned(stage, uri), content };
  stage.post.deliver(message, `burst-${number}`);
}

function unsigned({ sender }: Stage, to: string): { from: string; to: string } {
  return { from: sender.destination.uri, to };
}
