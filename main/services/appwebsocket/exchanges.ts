import { randomBytes } from 'node:crypto';
import type { Draft } from '../../journal/draft.ts';
import { Refusal } from '../../refusal.ts';
import { deadline } from '../../transports/deadline.ts';
import { stopped } from '../../transports/failure.ts';
import { type Meaning, type Request, Requests } from '../requests.ts';
import type { Context, Recorded } from '../service.ts';
import type { Reading } from './message.ts';
import { draftOf, type Outgoing } from './outgoing.ts';

/** Requests whose later messages are still known for theirs. */
const remembered = 1000;
/** Characters of a request that is kept to be repeated. */
const keptLimit = 20_000;

/** A result, read and as it came. */
export interface Answer {
  reading: Reading;
  text: string;
}

interface Sent {
  mt: string;
  api: string | undefined;
  /** Absent where it is too long to be kept. */
  text: string | undefined;
  request: Request;
  /** Is told of the result and of every indication. */
  heard: (answer: Answer) => void;
}

type SentDraft = Pick<Draft, 'resend'>;

/**
 * What belongs together. A result has the request's name and `Result`; it and the indications of a subscription echo
 * the request's `src`. A result without `src` is taken for that of the oldest request of its name that waits.
 */
export class Exchanges {
  readonly #journal: Pick<Context<unknown>, 'record'>;
  readonly #timeout: number;
  readonly #requests: Requests;
  readonly #sent = new Map<string, Sent>();
  readonly #asking = new Set<(refusal: Refusal) => void>();
  readonly #name = randomBytes(4).toString('hex');
  #count = 0;

  /** `timeout`: milliseconds. */
  constructor(journal: Pick<Context<unknown>, 'record'>, timeout: number) {
    this.#journal = journal;
    this.#timeout = timeout;
    this.#requests = new Requests(journal, timeout);
  }

  /** One that no request has had. */
  freshSrc(): string {
    return `${this.#name}-${++this.#count}`;
  }

  /** Records a request that has just been sent. One with the `src` of an earlier one goes on with its exchange. */
  sent({ mt, api, src, text }: Outgoing, draft: SentDraft = {}, heard: Sent['heard'] = () => {}): Request {
    const before = src === undefined ? undefined : this.#sent.get(src);
    before?.request.ended('continued', 'plain');
    const exchange = before && { exchange: before.request.exchange };
    const request = this.#requests.sent({ ...draftOf({ mt, text }), ...draft }, this.#timeout, exchange);
    const kept = text.length <= keptLimit ? text : undefined;
    this.#remember(src ?? `without src ${this.freshSrc()}`, { mt, api, text: kept, request, heard });
    return request;
  }

  /** Sends a request and waits for its result. Rejects with a {@link Refusal}: no result in time, stopped, line lost. */
  ask(message: Outgoing, send: (text: string) => void, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) throw stopped();
      send(message.text);
      const request = this.sent(message, {}, (answer) => {
        over();
        resolve(answer);
      });
      const fail = (refusal: Refusal) => {
        over();
        request.ended('given up', 'bad');
        reject(refusal);
      };
      const callOff = deadline('', signal, this.#timeout, () => {
        fail(signal.aborted ? stopped() : unanswered(message.mt, this.#timeout));
      });
      const over = () => {
        callOff();
        this.#asking.delete(fail);
      };
      this.#asking.add(fail);
    });
  }

  /** The text of the request that a message belongs to. */
  requestOf(reading: Reading): string | undefined {
    return this.#sentFor(reading)?.text;
  }

  /** Records a message that came; `draft` says what it is. */
  received(answer: Answer, draft: Omit<Draft, 'direction' | 'exchange' | 'waiting'>): Recorded {
    const { reading } = answer;
    const sent = this.#sentFor(reading);
    if (!sent) return this.#journal.record({ ...draft, direction: 'in' });
    const { request } = sent;
    const recorded = isResult(reading)
      ? request.answered(draft, meaningOf(reading))
      : this.#journal.record({ ...draft, direction: 'in', exchange: request.exchange });
    sent.heard(answer);
    return recorded;
  }

  /** Nothing more can come for what waits. */
  lineLost(refusal: Refusal): void {
    this.#requests.lineLost();
    for (const fail of [...this.#asking]) fail(refusal);
    this.#sent.clear();
  }

  #remember(src: string, sent: Sent): void {
    this.#sent.delete(src);
    this.#sent.set(src, sent);
    for (const [oldest, { request }] of this.#sent) {
      if (this.#sent.size <= remembered) break;
      request.ended('forgotten', 'plain');
      this.#sent.delete(oldest);
    }
  }

  #sentFor(reading: Reading): Sent | undefined {
    if (reading.src !== undefined) return this.#sent.get(reading.src);
    if (!isResult(reading)) return undefined;
    const name = reading.mt.slice(0, -'Result'.length);
    const candidates = [...this.#sent.values()].filter(
      ({ mt, api }) => mt === name && (reading.api === undefined || reading.api === api),
    );
    return candidates.find(({ request }) => !request.settled) ?? candidates.at(-1);
  }
}

function isResult({ mt }: Reading): boolean {
  return mt.endsWith('Result') || mt === 'Error';
}

function meaningOf({ error, more }: Reading): Meaning {
  if (error !== undefined) return { name: 'refused', tone: 'bad', text: error, last: true };
  if (more !== undefined) return { name: 'more', tone: 'plain', text: 'There is more to ask for', last: false };
  return { name: 'answered', tone: 'good', last: true };
}

function unanswered(mt: string, timeout: number): Refusal {
  const text = `The server did not answer ${mt} within ${timeout / 1000} s.`;
  const hint = 'Check that the address is one of an AppWebsocket, such as wss://pbx.example.com/PBX0/APPS/websocket.';
  return new Refusal({ code: 'timeout', text, hint }, { retry: true });
}
