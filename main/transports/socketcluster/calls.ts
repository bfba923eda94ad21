import type { Refusal } from '../../refusal.ts';
import { timedOut } from '../failure.ts';
import type { SocketClusterAnswer } from '../socketcluster.ts';

type Told = (answer: SocketClusterAnswer) => void;

interface Waiting {
  resolve: Told;
  reject(refusal: Refusal): void;
  again: Told | undefined;
  timer: NodeJS.Timeout;
}

/** Calls whose later answers are still told, the oldest forgotten first. */
const kept = 1000;

/** Our calls of one line: each is answered, given up after a time, or lost with the line. */
export class Calls {
  readonly #place: string;
  /** Milliseconds. */
  readonly #timeout: number;
  readonly #waiting = new Map<number, Waiting>();
  /** Answered or given up: a slow or faulty server may answer yet. */
  readonly #over = new Map<number, Told | undefined>();
  /** The client itself has made one, for the handshake. */
  #last = 1;

  constructor(place: string, timeout: number) {
    this.#place = place;
    this.#timeout = timeout;
  }

  /** `again` is told what comes for it after it was answered or given up. */
  ask(again: Told | undefined): { cid: number; answer: Promise<SocketClusterAnswer> } {
    const { promise, resolve, reject } = Promise.withResolvers<SocketClusterAnswer>();
    // Who does not wait for the answer does not want to hear of its absence.
    promise.catch(() => {});
    this.#last += 1;
    const cid = this.#last;
    const timer = setTimeout(() => this.giveUp(cid, timedOut(this.#place, this.#timeout / 1000)), this.#timeout);
    this.#waiting.set(cid, { resolve, reject, again, timer });
    return { cid, answer: promise };
  }

  /** False where nobody asked. */
  answered(rid: number, answer: SocketClusterAnswer): boolean {
    const call = this.#end(rid);
    if (call) {
      call.resolve(answer);
      return true;
    }
    const again = this.#over.get(rid);
    again?.(answer);
    return again !== undefined;
  }

  giveUp(cid: number, refusal: Refusal): void {
    this.#end(cid)?.reject(refusal);
  }

  lineLost(refusal: Refusal): void {
    for (const cid of this.#waiting.keys()) this.giveUp(cid, refusal);
  }

  #end(cid: number): Waiting | undefined {
    const call = this.#waiting.get(cid);
    if (!call) return undefined;
    clearTimeout(call.timer);
    this.#waiting.delete(cid);
    this.#over.set(cid, call.again);
    for (const oldest of this.#over.keys()) {
      if (this.#over.size <= kept) break;
      this.#over.delete(oldest);
    }
    return call;
  }
}
