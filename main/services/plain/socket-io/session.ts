import { randomUUID } from 'node:crypto';
import type { Draft } from '../../../journal/draft.ts';
import { Refusal } from '../../../refusal.ts';
import { notOpen, stopped } from '../../../transports/failure.ts';
import { openSocketIo, type SocketIoLine } from '../../../transports/socket-io.ts';
import { argumentValue } from '../../argument.ts';
import { LineLoss } from '../../line-loss.ts';
import { noteOpen } from '../../open-note.ts';
import { Requests } from '../../requests.ts';
import type { Context, Performed, Recorded, Session } from '../../service.ts';
import type { AnswerInput, EmitInput } from './actions.ts';
import { Events } from './events.ts';
import { addressOf, type Settings } from './settings.ts';

type Answer = (...args: unknown[]) => void;

/** An event of the server that asked for an answer. */
interface Question {
  readonly answer: Answer;
  readonly exchange: string;
  readonly recorded: Recorded;
}

/** Events of the server that may still be answered; older ones are forgotten. */
const answerable = 1000;

/** Longer names become an argument: they would burden every row of the log. */
const nameLimit = 200;

/** A namespace of a Socket.IO server: every event as it comes, any event as it is composed. */
export class SocketIoSession implements Session {
  readonly #context: Context<Settings>;
  readonly #requests: Requests;
  readonly #events: Events;
  readonly #ending = new AbortController();
  readonly #questions = new Map<number, Question>();
  #line: SocketIoLine | undefined;
  #asked = 0;

  constructor(context: Context<Settings>) {
    this.#context = context;
    this.#requests = new Requests(context, context.settings.answerTimeout * 1000);
    this.#events = new Events(context.directory);
  }

  async connect(signal: AbortSignal): Promise<void> {
    const { settings, network } = this.#context;
    const either = AbortSignal.any([signal, this.#ending.signal]);
    const loss = new LineLoss();
    const line = await openSocketIo(
      addressOf(settings),
      network,
      {
        reached: () => this.#context.authenticating(),
        event: (name, args, answer) => this.#received(name, args, answer),
        lost: loss.tell,
      },
      { signal: either, timeout: settings.connectTimeout * 1000 },
    );
    loss.handTo((refusal) => {
      this.#ended();
      this.#context.lost(refusal);
    });
    if (either.aborted) {
      line.close();
      throw stopped();
    }
    this.#line = line;
    noteOpen(this.#context, line.facts);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#line?.close();
    this.#ended();
  }

  emit(input: EmitInput): Performed {
    const line = this.#open();
    const { event, acknowledge } = input;
    const args = input.args.map(({ value }) => argumentValue(value));
    const draft = { kind: event, args, resend: { action: 'emit', input } };
    if (!acknowledge) {
      line.emit(event, args);
      this.#events.count(event, 'sent');
      return { entry: this.#context.record({ ...draft, direction: 'out' }).id };
    }
    // An acknowledgement cannot come before this turn of the loop is over.
    line.emit(event, args, (answer) =>
      request.answered({ kind: 'acknowledgement', args: answer }, { name: 'acknowledged', tone: 'good', last: true }),
    );
    const request = this.#requests.sent(draft);
    this.#events.count(event, 'sent');
    return { entry: request.recorded.id };
  }

  answer({ number, args }: AnswerInput): Performed {
    const question = this.#questions.get(number);
    if (!question) {
      throw refused(
        `No event with the number ${number} waits for an answer.`,
        'It was answered, or its line is gone; each can be answered once.',
      );
    }
    const values = args.map(({ value }) => argumentValue(value));
    question.answer(...values);
    this.#questions.delete(number);
    question.recorded.step('answered', 'good', { waiting: false });
    const { exchange } = question;
    return { entry: this.#context.record({ direction: 'out', kind: 'acknowledgement', args: values, exchange }).id };
  }

  #received(name: string, args: unknown[], answer: Answer | undefined): void {
    this.#events.count(name, 'received');
    const long = name.length > nameLimit;
    const draft: Draft = {
      direction: 'in',
      kind: long ? name.slice(0, nameLimit) : name,
      args: long ? [name, ...args] : args,
      marks: [...(answer ? ['asks for an answer'] : []), ...(long ? ['long name'] : [])],
    };
    if (answer) this.#asks(answer, draft);
    else this.#context.record(draft);
  }

  #asks(answer: Answer, draft: Draft): void {
    const number = ++this.#asked;
    const exchange = randomUUID();
    const offers = [{ label: 'Answer', action: 'answer', input: { number }, how: 'compose' as const }];
    const recorded = this.#context.record({ ...draft, exchange, offers });
    this.#questions.set(number, { answer, exchange, recorded });
    this.#questions.delete(number - answerable);
  }

  #open(): SocketIoLine {
    if (this.#line) return this.#line;
    throw notOpen();
  }

  #ended(): void {
    this.#line = undefined;
    this.#requests.lineLost();
    this.#questions.clear();
  }
}

const refused = (text: string, hint: string) => new Refusal({ code: 'settings', text, hint }, { retry: false });
