import type { Connection } from '../../preload/contract/index.ts';

/** Why nothing can be done on it now, or null on an open connection. */
export function whyNotOpen({ state }: Connection): string | null {
  switch (state.state) {
    case 'open':
      return null;
    case 'idle':
      return 'Not connected: connect first.';
    case 'connecting':
    case 'authenticating':
      return 'Connecting…';
    case 'asking':
      return `It needs an answer first: ${state.question.title}.`;
    case 'waiting':
      return `Waiting to reconnect. ${state.reason.text}`;
    case 'closed':
    case 'failed':
      return `Not connected. ${state.reason.text}`;
  }
}
