import { inSlices } from '../slices.ts';
import type { Stage } from './faults.ts';

/** To each visitor who listens when it begins, numbered in their text. */
export async function runBurst(
  pace: { perSecond: number; seconds: number },
  { visitors, personas, signal }: Pick<Stage, 'visitors' | 'personas' | 'signal'>,
): Promise<void> {
  const urns = visitors.listening;
  await inSlices(pace, signal, ({ first, last, total }) => {
    for (let number = first; number <= last; number++) {
      for (const urn of urns) personas.say(urn, { text: `Measurement ${number} of ${total}` });
    }
  });
}
