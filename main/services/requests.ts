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
    this.recorded.step(name, tone, { ...(text !== undefined && { text }), waiting: false });
  }

  #settle(state: 'answered' | 'ended'): void {
    this.#state = state;
    clearTimeout(this.timer);
    this.#over();
  }
}
