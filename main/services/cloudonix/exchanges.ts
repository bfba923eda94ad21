import type { Step } from '../../../preload/contract/index.ts';
import type { Draft } from '../../journal/draft.ts';
import { own } from '../../own.ts';
import { type Request, Requests } from '../requests.ts';
import type { Context, Recorded } from '../service.ts';
import { idIn, type Message } from './message.ts';
import type { Outgoing } from './outgoing.ts';

/** Ids beyond this many are forgotten, the oldest first; what comes for one of them stands alone. */
const idsKept = 10_000;
/** States of one message that are shown; there are four. */
const statesKept = 20;

/** What was sent, and what has come back for it so far. */
interface Sent {
  readonly request: Request;
  /** Type of the answer it must be given. */
  readonly required: string | undefined;
  acknowledged: boolean;
  /** Types of the answers, and states of delivery. */
  readonly answers: Set<string>;
  readonly states: Set<string>;
}

/** An incoming message and how it is recorded. */
export type Incoming = Omit<Draft, 'direction' | 'exchange' | 'waiting'>;

/**
 * Ties answers to what was sent: by `reply-to`, acknowledgements also by `id` and, without either, in order, because
 * every message is acknowledged in the order of arrival; deliveries by `message-id`
 * (developers.cloudonix.com, API.Messaging).
 */
export class Exchanges {
  readonly #journal: Pick<Context<unknown>, 'record'>;
  readonly #requests: Requests;
  readonly #byId = new Map<string, Sent>();
  /** By ids that answers told. */
  readonly #byMessageId = new Map<string, Sent>();
  /** What is not acknowledged yet, oldest first. */
  readonly #unacknowledged = new Set<Sent>();
  /** What still needs a certain answer. */
  readonly #unanswered = new Set<Sent>();

  /** `timeout`: milliseconds. */
  constructor(journal: Pick<Context<unknown>, 'record'>, timeout: number) {
    this.#journal = journal;
    this.#requests = new Requests(journal, timeout);
  }

  /** Records what has just been sent. */
  sent({ type, id, text }: Outgoing, required: string | undefined, draft: Partial<Draft>): Recorded {
    const request = this.#requests.sent({ ...draft, kind: type, args: [text] });
    const sent: Sent = { request, required, acknowledged: false, answers: new Set(), states: new Set() };
    this.#unacknowledged.add(sent);
    if (required !== undefined) this.#unanswered.add(sent);
    if (id !== undefined) remember(this.#byId, id, sent);
    return request.recorded;
  }

  /** Records a message of the service, tied to what it belongs to. */
  received(message: Message, draft: Incoming): void {
    const { type, fields } = message;
    const sent = this.#meant(message);
    if (!sent) this.#alone(draft, this.#oddity(message));
    else if (type === 'ack') this.#acknowledged(sent, fields, draft);
    else if (type === 'delivery') this.#delivered(sent, fields, draft);
    else this.#answered(sent, message, draft);
  }

  /** Nothing more can come for what waits. */
  lineLost(): void {
    this.#requests.lineLost();
    this.#unacknowledged.clear();
    this.#unanswered.clear();
  }

  /** What was sent that the message belongs to. */
  #meant({ type, fields }: Message): Sent | undefined {
    const replied = this.#named(fields, 'reply-to');
    if (type === 'ack') return this.#isAnonymous(fields) ? this.#oldest() : (replied ?? this.#named(fields, 'id'));
    const id = type === 'delivery' ? idIn(fields, 'message-id') : undefined;
    return replied ?? (id === undefined ? undefined : (this.#byId.get(id) ?? this.#byMessageId.get(id)));
  }

  #oddity({ type, fields }: Message): string[] {
    if (type === 'ack') return ['unknown id'];
    return own(fields, 'reply-to') === undefined && this.#awaitsAnswer() ? ['out of order'] : [];
  }

  #isAnonymous(fields: object): boolean {
    return own(fields, 'reply-to') === undefined && own(fields, 'id') === undefined;
  }

  /** What is given up is not waited for: the service may have ignored it, and then the next one is meant. */
  #oldest(): Sent | undefined {
    for (const sent of this.#unacknowledged) {
      if (!sent.request.settled) return sent;
      this.#unacknowledged.delete(sent);
    }
    return undefined;
  }

  #acknowledged(sent: Sent, fields: object, draft: Incoming): void {
    if (sent.acknowledged) {
      this.#again(sent, draft);
      return;
    }
    sent.acknowledged = true;
    this.#unacknowledged.delete(sent);
    this.#learnId(fields, sent);
    const { name, tone, text } = verdictOf(own(fields, 'status'));
    const last = name === 'refused' || sent.required === undefined || sent.answers.has(sent.required);
    if (last) this.#unanswered.delete(sent);
    sent.request.answered({ ...draft, tone }, { name, tone, ...(text !== undefined && { text }), last });
  }

  #answered(sent: Sent, { type, fields }: Message, draft: Incoming): void {
    const isRequired = type === sent.required;
    const isKnown = sent.answers.has(type);
    this.#learnId(fields, sent);
    if (sent.answers.size < statesKept) sent.answers.add(type);
    if (isRequired && isKnown) this.#again(sent, draft);
    else if (isRequired) {
      this.#unanswered.delete(sent);
      sent.request.answered(draft, { name: 'answered', tone: 'good', last: sent.acknowledged });
    } else {
      this.#beside(sent, draft);
      if (!isKnown) this.#step(sent, 'answered', 'good', type.slice(0, 200));
    }
  }

  #delivered(sent: Sent, fields: object, draft: Incoming): void {
    const status = idIn(fields, 'status')?.slice(0, 100);
    if (status !== undefined && sent.states.has(status)) {
      this.#again(sent, draft);
      return;
    }
    this.#beside(sent, draft);
    if (status === undefined || sent.states.size >= statesKept) return;
    sent.states.add(status);
    this.#step(sent, status, status === 'stored' ? 'plain' : 'good');
  }

  /** An answer may tell the id that the service itself gave the message. */
  #learnId(fields: object, sent: Sent): void {
    const id = idIn(fields, 'message-id');
    if (id !== undefined) remember(this.#byMessageId, id, sent);
  }

  #named(fields: object, name: string): Sent | undefined {
    const id = idIn(fields, name);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  #awaitsAnswer(): boolean {
    for (const sent of this.#unanswered) {
      if (!sent.request.settled) return true;
      this.#unanswered.delete(sent);
    }
    return false;
  }

  #step({ request }: Sent, name: string, tone: Step['tone'], text?: string): void {
    request.recorded.step(name, tone, { ...(text !== undefined && { text }), waiting: !request.settled });
  }

  #again(sent: Sent, draft: Incoming): void {
    this.#beside(sent, { ...draft, marks: [...(draft.marks ?? []), 'repeated'] });
  }

  #beside({ request: { exchange } }: Sent, draft: Incoming): void {
    this.#journal.record({ ...draft, direction: 'in', exchange });
  }

  #alone(draft: Incoming, marks: string[]): void {
    this.#journal.record({ ...draft, direction: 'in', marks: [...(draft.marks ?? []), ...marks] });
  }
}

/** `status` of an acknowledgement is documented as true or false. */
function verdictOf(status: unknown): Pick<Step, 'name' | 'tone' | 'text'> {
  if (status === true) return { name: 'acknowledged', tone: 'good' };
  if (status === false) return { name: 'refused', tone: 'bad' };
  return { name: 'acknowledged', tone: 'plain', text: 'Its status is neither true nor false' };
}

function remember(map: Map<string, Sent>, id: string, sent: Sent): void {
  map.delete(id);
  map.set(id, sent);
  for (const oldest of map.keys()) {
    if (map.size <= idsKept) return;
    map.delete(oldest);
  }
}
