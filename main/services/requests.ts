import { randomUUID } from 'node:crypto';
import type { Step } from '../../preload/contract/index.ts';
import type { Draft } from '../journal/draft.ts';
import type { Context, Recorded } from './service.ts';

type Sent = Omit<Draft, 'direction' | 'exchange' | 'waiting'>;
type Received = Omit<Draft, 'direction' | 'exchange' | 'waiting'>;

/** What an answer means for its request. `last: false` where more answers are expected. */
export interface Meaning extends Pick<Step, 'name' | 'tone' | 'text'> {
  last: boolean;
}

/** What was sent and is answered, or not: both are entries of one exchange. */
export interface Request {
  readonly exchange: string;
  readonly recorded: Recorded;
  /** Nothing more is expected. */
  readonly settled: boolean;
  /**
   * Records an answer. One after the request was ended is marked `late`, and still a step; one after the last answer
   * is marked `repeated`, and is none.
   */
  answered(answer: Received, meaning: Meaning): Recorded;
  /** Ends it without an answer. */
  ended(name: string, tone: Step['tone'], text?: string): void;
}

interface Special {
  /** Where it belongs to an exchange that was begun before. */
  exchange?: string;
  /** What it means that no answer comes, where that is nothing bad. */
  silence?: Pick<Step, 'name' | 'tone' | 'text'>;
}

const unanswered = (timeout: number): Pick<Step, 'name' | 'tone' | 'text'> => ({
  name: 'unanswered',
  tone: 'bad',
  text: `No answer within ${timeout / 1000} s`,
});

/** The requests of one session: each is answered, given up after a time, or lost with the line. */
export class Requests {
  readonly #journal: Pick<Context<unknown>, 'record'>;
  readonly #timeout: number;
  readonly #waiting = new Set<Waiting>();

  /** `timeout`: milliseconds after which an answer is no longer waited for. */
  constructor(journal: Pick<Context<unknown>, 'record'>, timeout: number) {
    this.#journal = journal;
    this.#timeout = timeout;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Records what has just been sent. `timeout`: milliseconds, where another time is right for it. */
  sent(draft: Sent, timeout = this.#timeout, { exchange = randomUUID(), silence }: Special = {}): Request {
    const recorded = this.#journal.record({ ...draft, direction: 'out', exchange, waiting: true });
    const request = new Waiting(this.#journal, exchange, recorded, () => this.#waiting.delete(request));
    this.#waiting.add(request);
    const { name, tone, text } = silence ?? unanswered(timeout);
    request.timer = setTimeout(() => request.ended(name, tone, text), timeout);
    return request;
  }

  /** Nothing more can come for what waits. */
  lineLost(): void {
    for (const request of this.#waiting) request.ended('line lost', 'bad');
  }
}

class Waiting implements Request {
  readonly exchange: string;
  readonly recorded: Recorded;
  #state: 'waiting' | 'answered' | 'ended' = 'waiting';
  timer: NodeJS.Timeout | undefined;
  readonly #journal: Pick<Context<unknown>, 'record'>;
  readonly #over: () => void;

  constructor(journal: Pick<Context<unknown>, 'record'>, exchange: string, recorded: Recorded, over: () => void) {
    this.#journal = journal;
    this.exchange = exchange;
    this.recorded = recorded;
    this.#over = over;
  }

  get settled(): boolean {
    return this.#state !== 'waiting';
  }

  answered(answer: Received, { name, tone, text, last }: Meaning): Recorded {
    const odd = { waiting: [], ended: ['late'], answered: ['repeated'] }[this.#state];
    const marks = [...(answer.marks ?? []), ...odd];
    const entry = this.#journal.record({ tone, ...answer, marks, direction: 'in', exchange: this.exchange });
    if (this.#state === 'answered') return entry;
    if (last) this.#settle('answered');
    this.recorded.step(name, tone, { ...(text !== undefined && { text }), waiting: !this.settled });
    return entry;
  }

  ended(name: string, tone: Step['tone'], text?: string): void {
    if (this.settled) return;
    this.#settle('ended');
    this.recorded.step(name, tone, { ...(text !== undefined && { text }), waiting: false, silent: true });
  }

  #settle(state: 'answered' | 'ended'): void {
    this.#state = state;
    clearTimeout(this.timer);
    this.#over();
  }
}
