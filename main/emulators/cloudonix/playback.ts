import type { Conditions } from '../conditions.ts';
import type { Playback } from '../playback.ts';
import type { Line } from './line.ts';
import { isAnswer } from './recorded-answer.ts';

/** Bytes that may wait for a client. */
const backlog = 4_000_000;

/** Every text as it was recorded, to every line. `waiting`: bytes that a client has not taken yet. */
export function playbackOf(lines: ReadonlySet<Line>, conditions: Conditions, waiting: () => number): Playback {
  return {
    clients: () => lines.size,
    behind: () => waiting() > backlog,
    answers: ({ args: [text] }) => isAnswer(text),
    deliver({ args: [text] }) {
      if (typeof text !== 'string') return 'unsendable';
      for (const line of lines) line.write(text);
      return undefined;
    },
    prompt(prompter) {
      conditions.prompter = prompter;
    },
  };
}
