import { setTimeout as pause } from 'node:timers/promises';
import { sealFor } from './cipher.ts';
import type { Line } from './line.ts';
import type { User } from './people.ts';
import { stamp } from './stamp.ts';

/** Milliseconds between two slices. */
const slice = 20;
/** Texts are encrypted one by one up to this rate; beyond it, one ciphertext serves a slice. */
const encryptable = 2000;

/** `perSecond` messages to each line, in slices, numbered in an extra field. Falls behind rather than leaving one out. */
export async function runBurst(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  lines: ReadonlySet<Line>,
  from: User,
  signal: AbortSignal,
): Promise<void> {
  const total = perSecond * seconds;
  const started = performance.now();
  for (let sent = 0; sent < total && !signal.aborted; ) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) * perSecond) / 1000));
    const until = Math.min(due, sent + Math.ceil((perSecond * slice) / 500));
    for (const line of lines)
      sendSlice(line, { first: sent + 1, last: until, total, each: perSecond <= encryptable }, from);
    sent = until;
    await pause(slice, undefined, { signal }).catch(() => {});
  }
}

function sendSlice(
  { socket, user }: Line,
  { first, last, total, each }: { first: number; last: number; total: number; each: boolean },
  from: User,
): void {
  const text = (number: number) => `Measurement ${number} of ${total}`;
  const shared = each ? undefined : sealFor(user.publicKey, text(first));
  for (let number = first; number <= last; number++) {
    const message = shared ?? sealFor(user.publicKey, text(number));
    const fields = { ...stamp(), messageType: '', message, from: from.email, number };
    socket.emit('contactChatMessage', JSON.stringify(fields));
  }
}
