import type { Refusal } from '../refusal.ts';
import { stopped, timedOut } from './failure.ts';

/** Tells once that the signal came, or the time (milliseconds) is up. Returns how to call it off. */
export function deadline(
  place: string,
  signal: AbortSignal,
  timeout: number,
  over: (refusal: Refusal) => void,
): () => void {
  const timer = setTimeout(() => end(timedOut(place, timeout / 1000)), timeout);
  const abort = () => end(stopped());
  const callOff = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  };
  const end = (refusal: Refusal) => {
    callOff();
    over(refusal);
  };
  signal.addEventListener('abort', abort);
  return callOff;
}
