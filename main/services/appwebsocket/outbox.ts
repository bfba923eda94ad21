import { Refusal } from '../../refusal.ts';
import type { Context, Performed } from '../service.ts';
import type { Answer, Exchanges } from './exchanges.ts';
import { memberText } from './json-text.ts';
import { readMessage } from './message.ts';
import { compose, draftOf, type Outgoing } from './outgoing.ts';

interface Around {
  journal: Pick<Context<unknown>, 'record'>;
  exchanges: Exchanges;
  /** Puts it on the line, or throws a Refusal. */
  write(text: string): void;
}

type Resend = { action: string; input: Record<string, unknown> };

/** What is sent, recorded once it is on the line. */
export class Outbox {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  /** A message with a `src` of its own, unless it is given one. */
  compose(mt: string, { api, src }: { api?: string; src?: string }, rest?: string): Outgoing {
    return compose({ mt, ...(api && { api }), src: src || this.#around.exchanges.freshSrc() }, rest);
  }

  /** Sends and waits for the result; rejects with a {@link Refusal}. */
  ask(message: Outgoing, signal: AbortSignal): Promise<Answer> {
    return this.#around.exchanges.ask(message, (text) => this.#around.write(text), signal);
  }

  /** A result is expected. `heard` is told of it, and of what else comes with the same `src`. */
  request(message: Outgoing, resend?: Resend, heard?: (answer: Answer) => void): Performed {
    this.#around.write(message.text);
    return { entry: this.#around.exchanges.sent(message, { ...(resend && { resend }) }, heard).recorded.id };
  }

  /** Nothing is expected. */
  tell(message: Outgoing, resend?: Resend): Performed {
    this.#around.write(message.text);
    return { entry: this.#around.journal.record({ ...draftOf(message), ...(resend && { resend }) }).id };
  }

  /** A message that is whole already; it gets a `src` if it has none and a result is expected. */
  whole(text: string, answered: boolean, resend?: Resend): Performed {
    const reading = readMessage(text);
    if (!reading) throw new Refusal({ code: 'too-large', text: 'The message is too large.' }, { retry: false });
    const { mt, api, src = this.#around.exchanges.freshSrc() } = reading;
    const named = { mt, ...(api !== undefined && { api }) };
    if (!answered) return this.tell({ ...named, text }, resend);
    if (memberText(text, 'src') !== undefined) return this.request({ ...named, src, text }, resend);
    const inner = text.trim().slice(1);
    return this.request({ ...named, src, text: `{"src":${JSON.stringify(src)},${inner}` }, resend);
  }
}
