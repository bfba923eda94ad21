import { inSlices } from '../slices.ts';
import type { Destination } from './destination.ts';
import type { Stage } from './faults.ts';
import { signContent } from './identity.ts';

/** RSA 2048 signs about a thousand a second on one core, so faster bursts go unsigned. */
const signable = 500;

/** To each destination, numbered in their content and key. */
export async function runBurst(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  destinations: ReadonlySet<Destination>,
  { post, sender, signal }: Stage,
): Promise<void> {
  const { identity } = sender;
  const from = sender.destination.uri;
  await inSlices({ perSecond, seconds }, signal, ({ first, last, total }) => {
    for (let number = first; number <= last; number++) {
      const content = JSON.stringify({ number, of: total, perSecond, text: `Measurement ${number} of ${total}` });
      // A signature covers the content alone, so that one serves all destinations.
      const signature = perSecond <= signable ? signContent(content, identity.privateKey) : undefined;
      for (const { uri: to } of destinations) {
        if (post.reaches(to)) post.deliver({ from, to, content, signature }, `burst-${number}`);
      }
    }
  });
}
