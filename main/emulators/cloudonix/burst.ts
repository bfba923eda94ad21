import { inSlices } from '../slices.ts';
import type { Stage } from './faults.ts';

/** Channel messages on every line, numbered in their text and id. */
export async function runBurst(
  pace: { perSecond: number; seconds: number },
  { lines, cast, signal }: Stage,
): Promise<void> {
  await inSlices(pace, signal, ({ first, last, total }) => {
    for (let number = first; number <= last; number++) {
      const message = {
        type: 'channel-message',
        'channel-id': cast.desk.id,
        'message-id': `burst-${number}`,
        from: cast.pia.id,
        text: `Measurement ${number} of ${total}`,
      };
      for (const line of lines) line.tell(message);
    }
  });
}
