import { readMessage } from './message.ts';

/** What belongs to the login or to one session key, and is made anew on each line. */
const loginMessages = new Set(['AppChallengeResult', 'AppLoginResult', 'GetServiceLoginResult']);

export function isLogin(mt: string): boolean {
  return loginMessages.has(mt);
}

export function isResult(mt: string): boolean {
  return mt.endsWith('Result') || mt === 'Error';
}

export function srcOf(message: unknown): unknown {
  return readMessage(String(message))?.src;
}

/** A recorded text as it is for a client's own request: `src` is the client's, and absent where it gave none. */
export function messageFor(recorded: string, src: unknown): string {
  const message = readMessage(recorded);
  if (!message || !Object.hasOwn(message, 'src') || message.src === src) return recorded;
  return JSON.stringify({ ...message, src });
}
