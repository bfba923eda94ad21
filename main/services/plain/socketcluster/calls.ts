import { randomUUID } from 'node:crypto';
import type { Draft } from '../../../journal/draft.ts';
import { Refusal } from '../../../refusal.ts';

type Answer = (value: unknown, error?: unknown) => void;

/** A call of the server that waits for our answer. */
interface Call {
  readonly answer: Answer;
  readonly exchange: string;
}

/** Calls that may still be answered; older ones are forgotten. */
const answerable = 1000;

/** What the server asks us, by number. */
export class Calls {
  readonly #waiting = new Map<number, Call>();
  #asked = 0;

  /** What its entry says of a call. */
  asked(answer: Answer): Pick<Draft, 'exchange' | 'offers' | 'marks'> {
    const number = ++this.#asked;
    const exchange = randomUUID();
    this.#waiting.set(number, { answer, exchange });
    this.#waiting.delete(number - answerable);
    const offers: Draft['offers'] = [{ label: 'Answer', action: 'answer', input: { number }, how: 'compose' }];
    return { exchange, offers, marks: ['asks for an answer'] };
  }

  /** Each can be answered once. Returns its exchange; throws a Refusal. */
  answer(number: number, value: unknown, error: unknown): string {
    const call = this.#waiting.get(number);
    if (!call) {
      const text = `No call with the number ${number} waits for an answer.`;
      const hint = 'It was answered, or its line is gone; each can be answered once.';
      throw new Refusal({ code: 'settings', text, hint }, { retry: false });
    }
    call.answer(value, error);
    this.#waiting.delete(number);
    return call.exchange;
  }

  lineLost(): void {
    this.#waiting.clear();
  }
}
