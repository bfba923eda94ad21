import type { Connection } from '../../preload/contract/index.ts';

/** Why nothing can be sent now, or null on an open connection. */
export function whyNotOpen({ state }: Connection): string | null {
  switch (state.state) {
    case 'open':
      return null;
    case 'idle':
      return 'Not connected. Connect to send.';
    case 'connecting':
    case 'authenticating':
      return 'Connecting. Sending is possible when the connection is open.';
    case 'waiting':
      return `Waiting to reconnect. ${state.reason.text}`;
    case 'closed':
    case 'failed':
      return `Not connected. ${state.reason.text}`;
  }
}
