import type { Clock } from './clock.ts';
import type { Asking, Recorded, Unsent } from './playback.ts';

/** Requests of the tape that clients may still make; the oldest are given up. */
const requestsKept = 1000;
/** Answers of one request that are kept for clients that make it later. */
const answersKept = 1000;

interface Answer {
  answer: Recorded;
  /** Milliseconds after the request, as recorded. */
  after: number;
}

interface Request {
  recorded: Recorded;
  at: number;
  answers: Answer[];
  askers: Asker[];
  /** Answers that came before anybody asked. */
  unasked: number;
}

interface Asker extends Asking {
  /** When it asked, and when its latest answer is due. */
  askedAt: number;
  due: number;
}

/**
 * What the tape's requests were answered. A client's request stands for the first of its kind on the tape that this
 * client has not made yet; its answers come as long after it as they were recorded, also while the tape pauses.
 */
export class RecordedAnswers {
  readonly #clock: Clock;
  readonly #wait: (milliseconds: number) => number;
  readonly #failed: (why: Unsent) => void;
  /** By exchange, in the order of the tape. */
  readonly #requests = new Map<string, Request>();
  readonly #made = new WeakMap<object, Set<Request>>();
  readonly #waiting = new Set<() => void>();
  #unasked = 0;

  /** `wait`: how long recorded milliseconds are at the speed of the moment. */
  constructor(clock: Clock, wait: (milliseconds: number) => number, failed: (why: Unsent) => void) {
    this.#clock = clock;
    this.#wait = wait;
    this.#failed = failed;
  }

  /** Answers that wait for a client to make their request, or did so in vain. */
  get unasked(): number {
    return this.#unasked;
  }

  request(exchange: string, recorded: Recorded, at: number): void {
    if (this.#requests.has(exchange)) return;
    this.#requests.set(exchange, { recorded, at, answers: [], askers: [], unasked: 0 });
    for (const oldest of this.#requests.keys()) {
      if (this.#requests.size <= requestsKept) break;
      this.#requests.delete(oldest);
    }
  }

  /** False where the request is not on the tape, or too far back. */
  answer(exchange: string, answer: Recorded, at: number): boolean {
    const request = this.#requests.get(exchange);
    if (!request) return false;
    const timed = { answer, after: Math.max(0, at - request.at) };
    if (request.answers.length < answersKept) request.answers.push(timed);
    if (request.askers.length === 0) {
      request.unasked += 1;
      this.#unasked += 1;
    }
    for (const asker of request.askers) this.#give(asker, timed, request);
    return true;
  }

  asked(asking: Asking): Recorded | undefined {
    const made = this.#made.get(asking.client) ?? new Set();
    const request = [...this.#requests.values()].find((each) => each.recorded.kind === asking.kind && !made.has(each));
    if (!request) return undefined;
    this.#made.set(asking.client, made.add(request));
    const now = this.#clock.now();
    const asker = { ...asking, askedAt: now, due: now };
    request.askers.push(asker);
    this.#unasked -= Math.min(request.unasked, answersKept);
    request.unasked = 0;
    for (const answer of request.answers) this.#give(asker, answer, request);
    return request.recorded;
  }

  stop(): void {
    for (const callOff of this.#waiting) callOff();
    this.#waiting.clear();
    this.#requests.clear();
  }

  /** In the order of the tape, however late a part of it was read. */
  #give(asker: Asker, { answer, after }: Answer, { recorded }: Request): void {
    const now = this.#clock.now();
    const isFree = asker.due <= now;
    asker.due = Math.max(asker.due, asker.askedAt + this.#wait(after));
    const give = () => {
      const why = asker.answer(answer, recorded);
      if (why) this.#failed(why);
    };
    if (isFree && asker.due <= now) {
      give();
      return;
    }
    const callOff = this.#clock.after(Math.max(0, asker.due - now), () => {
      this.#waiting.delete(callOff);
      give();
    });
    this.#waiting.add(callOff);
  }
}
