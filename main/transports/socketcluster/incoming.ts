import { own } from '../../own.ts';
import type { SocketClusterListener } from '../socketcluster.ts';
import type { Calls } from './calls.ts';
import type { Cid, Frame } from './frames.ts';

type Answer = (value: unknown, error?: unknown) => void;

/** Packets that a server may send before the line is open. */
const early = 1000;

/**
 * What the server sends, told in its order. After an answer the rest waits until whoever asked has gone on: promises
 * are settled later than packets that came in one piece are read.
 */
export class Incoming {
  readonly #listener: SocketClusterListener;
  readonly #calls: Calls;
  readonly #answer: (cid: Cid) => Answer;
  #waiting: Frame[] = [];
  #held = true;
  #pause: NodeJS.Immediate | undefined;
  #over = false;
  /** What the server gave as its reason for closing the line. */
  announced: unknown;

  constructor(listener: SocketClusterListener, calls: Calls, answer: (cid: Cid) => Answer) {
    this.#listener = listener;
    this.#calls = calls;
    this.#answer = answer;
  }

  /** False when there are too many to be kept. */
  take(frame: Frame): boolean {
    if (!this.#held) {
      this.#tell(frame);
      return true;
    }
    this.#waiting.push(frame);
    return this.#pause !== undefined || this.#waiting.length <= early;
  }

  /** The line is open: what came is told as soon as it has been handed over. */
  release(): void {
    this.#pause = setImmediate(() => {
      this.#pause = undefined;
      this.#held = false;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const [index, frame] of waiting.entries()) {
        this.#tell(frame);
        if (!this.#held) continue;
        this.#waiting = [...waiting.slice(index + 1), ...this.#waiting];
        return;
      }
    });
  }

  /** The line is gone: nothing more comes, all that came is told. */
  finish(): void {
    for (const frame of this.#waiting) this.#tell(frame);
    this.drop();
  }

  /** Nothing more is told. */
  drop(): void {
    this.#over = true;
    this.#waiting = [];
    clearImmediate(this.#pause);
  }

  #tell(frame: Frame): void {
    if (this.#over) return;
    if (frame.kind === 'event') this.#event(frame);
    else if (frame.kind === 'odd') this.#listener.odd(frame.packet);
    else this.#answered(frame);
  }

  #answered({ rid, error, data, packet }: Frame & { kind: 'answer' }): void {
    if (!this.#calls.answered(rid, { error, data })) {
      this.#listener.odd(packet);
      return;
    }
    this.#held = true;
    this.release();
  }

  #event({ name, data, cid }: Frame & { kind: 'event' }): void {
    const answer = cid === undefined ? undefined : this.#answer(cid);
    if (name === '#disconnect') this.announced = own(data, 'data');
    if (this.#tellOwn(name, data)) confirm(answer);
    else this.#listener.event(name, data, answer);
  }

  /** Events that are the protocol's own; false where it is another, or not as it should be. */
  #tellOwn(name: string, data: unknown): boolean {
    const [channel, message, token] = [own(data, 'channel'), own(data, 'message'), own(data, 'token')];
    if (name === '#publish' && typeof channel === 'string') this.#listener.published(channel, own(data, 'data'));
    else if (name === '#kickOut' && typeof message === 'string') {
      this.#listener.kickedOut(typeof channel === 'string' ? channel : undefined, message);
    } else if (name === '#setAuthToken' && typeof token === 'string') {
      this.#listener.authenticated({ authenticated: true, token });
    } else if (name === '#removeAuthToken') {
      this.#listener.authenticated({ authenticated: false, token: null });
    } else return false;
    return true;
  }
}

/** Servers may ask for it where they set a token. */
function confirm(answer: Answer | undefined): void {
  try {
    answer?.(undefined);
  } catch {
    // The line is gone, and with it whoever asked.
  }
}
