import { inSlices } from '../slices.ts';
import type { Line } from './line.ts';

/** Bytes that may wait for a slow client before the burst waits for it. */
const backlog = 4_000_000;

/** To each line that is logged in when it begins, numbered in a field. */
export async function runBurst(
  pace: { perSecond: number; seconds: number },
  lines: ReadonlySet<Line>,
  signal: AbortSignal,
): Promise<void> {
  const listeners = [...lines].filter(({ loggedIn }) => loggedIn);
  const open = () => listeners.filter((line) => lines.has(line));
  await inSlices(
    pace,
    signal,
    ({ first, last, total }) => {
      for (const line of open()) {
        line.together(() => {
          for (let number = first; number <= last; number++) {
            line.send({ mt: 'Measurement', api: 'Chat', number, of: total, perSecond: pace.perSecond });
          }
        });
      }
    },
    () => open().some((line) => line.backlog > backlog),
  );
}
