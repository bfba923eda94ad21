import type { Conditions } from '../conditions.ts';
import type { Playback } from '../playback.ts';
import type { Line } from './line.ts';
import { isLogin, isResult } from './recorded-message.ts';

/** Bytes that may wait for a client. */
const backlog = 4_000_000;

/** Every message as it was recorded, to every line that is logged in; what is sealed stays sealed. */
export function playbackOf(lines: ReadonlySet<Line>, conditions: Conditions): Playback {
  const audience = () => [...lines].filter(({ loggedIn }) => loggedIn);
  return {
    clients: () => audience().length,
    behind: () => audience().some((line) => line.backlog > backlog),
    answers: ({ kind }) => isResult(kind) && !isLogin(kind),
    deliver({ kind, args: [message] }) {
      if (isLogin(kind)) return 'login';
      if (typeof message !== 'string' && !Buffer.isBuffer(message)) return 'unsendable';
      for (const line of audience()) line.play(message, kind);
      return undefined;
    },
    prompt(prompter) {
      conditions.prompter = prompter;
    },
  };
}
