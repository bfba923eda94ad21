import { inSlices, type Slice } from '../slices.ts';
import { sealFor } from './cipher.ts';
import type { Line } from './line.ts';
import type { User } from './people.ts';
import { stamp } from './stamp.ts';

/** Texts are encrypted one by one up to this rate; beyond it, one ciphertext serves a slice. */
const encryptable = 2000;

/** To each line, numbered in an extra field. */
export async function runBurst(
  pace: { perSecond: number; seconds: number },
  lines: ReadonlySet<Line>,
  from: User,
  signal: AbortSignal,
): Promise<void> {
  const each = pace.perSecond <= encryptable;
  await inSlices(pace, signal, (slice) => {
    for (const line of lines) sendSlice(line, slice, each, from);
  });
}

function sendSlice({ socket, user }: Line, { first, last, total }: Slice, each: boolean, from: User): void {
  const text = (number: number) => `Measurement ${number} of ${total}`;
  const shared = each ? undefined : sealFor(user.publicKey, text(first));
  for (let number = first; number <= last; number++) {
    const message = shared ?? sealFor(user.publicKey, text(number));
    const fields = { ...stamp(), messageType: '', message, from: from.email, number };
    socket.emit('contactChatMessage', JSON.stringify(fields));
  }
}
