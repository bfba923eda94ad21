import type { ConnectionState, Reason } from '../../preload/contract/index.ts';

/** `asks`: nothing goes on until the user has done something. */
export type Tone = 'good' | 'busy' | 'asks' | 'warning' | 'bad' | 'off';

/** What each state is called, and the tone of its dot. */
export const stateWords: { [State in ConnectionState['state']]: { word: string; tone: Tone } } = {
  idle: { word: 'Not connected', tone: 'off' },
  connecting: { word: 'Connecting', tone: 'busy' },
  authenticating: { word: 'Signing in', tone: 'busy' },
  asking: { word: 'Needs an answer', tone: 'asks' },
  open: { word: 'Connected', tone: 'good' },
  waiting: { word: 'Waiting', tone: 'warning' },
  closed: { word: 'Closed', tone: 'off' },
  failed: { word: 'Failed', tone: 'bad' },
};

/** Nothing goes on: connecting is the next step. */
export function isEnded(state: ConnectionState): boolean {
  return state.state === 'idle' || state.state === 'closed' || state.state === 'failed';
}

export function reasonOf(state: ConnectionState): Reason | undefined {
  return 'reason' in state ? state.reason : undefined;
}

/** What is told when a state is entered: more than its one line, where the user must do something. */
export function announceState(state: ConnectionState, now: number): string {
  const line = describeState(state, now);
  return state.state === 'asking' ? `${line}. ${state.question.title}` : line;
}

/** The state in one line, as a person would say it. `now` in milliseconds since 1970. */
export function describeState(state: ConnectionState, now: number): string {
  if (state.state === 'waiting') {
    const seconds = Math.max(0, Math.ceil((state.until - now) / 1000));
    return `Retrying in ${seconds} s (attempt ${state.attempt})`;
  }
  if ((state.state === 'connecting' || state.state === 'authenticating') && state.attempt > 1) {
    return `${stateWords[state.state].word} (attempt ${state.attempt})`;
  }
  return stateWords[state.state].word;
}
