import type { Conditions } from '../conditions.ts';
import type { Playback } from '../playback.ts';
import { isReserved } from '../socket-io-names.ts';
import type { Line } from './line.ts';

/** Every event as it was recorded, text or object, to every line; what is encrypted stays so. */
export function playbackOf(lines: ReadonlySet<Line>, conditions: Conditions): Playback {
  return {
    clients: () => lines.size,
    behind: () => [...lines].some(({ behind }) => behind),
    answers: ({ kind }) => kind === 'acknowledgement',
    deliver(event) {
      if (event.kind === 'acknowledgement') return 'unasked';
      if (isReserved(event.kind)) return 'unsendable';
      for (const line of lines) line.play(event);
      return undefined;
    },
    prompt(prompter) {
      conditions.prompter = prompter;
    },
  };
}
