import type { Conditions } from '../conditions.ts';
import type { Playback } from '../playback.ts';
import { isReserved } from '../socket-io-names.ts';
import type { Line } from './line.ts';

/** Deliveries and whatever else came, to every line that subscribed: addresses, keys and envelopes as recorded. */
export function playbackOf(lines: ReadonlySet<Line>, conditions: Conditions): Playback {
  const audience = () => [...lines].filter(({ attends }) => attends);
  return {
    clients: () => audience().length,
    behind: () => audience().some(({ behind }) => behind),
    answers: ({ kind }) => kind === 'acknowledgement' || kind === 'delivery-report',
    deliver(event) {
      if (event.kind === 'acknowledgement') return 'unasked';
      if (isReserved(event.kind)) return 'unsendable';
      for (const line of audience()) line.play(event);
      return undefined;
    },
    prompt(prompter) {
      conditions.prompter = prompter;
    },
  };
}
