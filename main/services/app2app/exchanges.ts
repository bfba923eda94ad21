import { randomUUID } from 'node:crypto';
import type { Draft } from '../../journal/draft.ts';
import type { SocketIoLine } from '../../transports/socket-io.ts';
import type { Context, Recorded } from '../service.ts';
import { textOf, wordsOf } from './message.ts';

/** Keys beyond this many are forgotten, the oldest first; a report for one of them stands alone. */
const keysKept = 10_000;

/** One request on its way: what has come back for it so far. */
interface Exchange {
  readonly id: string;
  readonly recorded: Recorded;
  /** A delivery report is expected after the acknowledgement. */
  readonly reported: boolean;
  timer: NodeJS.Timeout | undefined;
  acknowledged: boolean;
  /** No report comes then. */
  refused: boolean;
  delivered: boolean;
}

export interface Request {
  event: string;
  args: unknown[];
  /** What a delivery report would name. */
  key?: string;
  draft: Pick<Draft, 'from' | 'to' | 'preview' | 'marks' | 'opened' | 'signature' | 'resend'>;
  /** Called with the first acknowledgement. */
  answered?: (accepted: boolean) => void;
}

/** Requests and what ties to them: acknowledgements, delivery reports by key, silence, a lost line. */
export class Exchanges {
  #journal: Pick<Context<unknown>, 'record'>;
  /** Milliseconds. */
  #timeout: number;
  #waiting = new Set<Exchange>();
  #byKey = new Map<string, Exchange[]>();

  constructor(journal: Pick<Context<unknown>, 'record'>, timeout: number) {
    this.#journal = journal;
    this.#timeout = timeout;
  }

  /** Sends with an acknowledgement asked for, and records both. Throws a Refusal, and records nothing, if it cannot be sent. */
  request(line: SocketIoLine, { event, args, key, draft, answered }: Request): Recorded {
    let exchange: Exchange | undefined;
    line.emit(event, args, (answer) => exchange && this.#acknowledged(exchange, answer, answered));
    const id = randomUUID();
    const recorded = this.#journal.record({
      opened: { state: 'plain' },
      ...draft,
      direction: 'out',
      kind: event,
      args,
      exchange: id,
      waiting: true,
    });
    exchange = {
      id,
      recorded,
      reported: key !== undefined,
      timer: undefined,
      acknowledged: false,
      refused: false,
      delivered: false,
    };
    exchange.timer = setTimeout(this.#unanswered, this.#timeout, exchange);
    this.#waiting.add(exchange);
    if (key !== undefined) this.#remember(key, exchange);
    return recorded;
  }

  /** Records a delivery report, tied to what was sent under its key. */
  report(args: unknown[]): void {
    const key = keyOf(args[0]);
    const known = key === undefined ? undefined : this.#byKey.get(key);
    const exchange = known?.find(({ delivered, refused }) => !delivered && !refused) ?? known?.at(-1);
    const repeated = exchange?.delivered === true;
    this.#journal.record({
      direction: 'in',
      kind: 'delivery-report',
      tone: 'good',
      args,
      ...(exchange && { exchange: exchange.id }),
      marks: repeated ? ['repeated'] : [],
      ...(key !== undefined && { preview: `Delivered: ${key.slice(0, 300)}` }),
      signature: { state: 'none' },
    });
    if (!exchange || repeated) return;
    exchange.delivered = true;
    if (exchange.acknowledged) this.#settle(exchange);
    exchange.recorded.step('delivered', 'good', { waiting: this.#waiting.has(exchange) });
  }

  /** Nothing more can come for what waits. */
  lineLost(): void {
    for (const exchange of this.#waiting) {
      this.#settle(exchange);
      exchange.recorded.step('line lost', 'bad', { waiting: false, silent: true });
    }
  }

  #acknowledged(exchange: Exchange, args: unknown[], answered?: (accepted: boolean) => void): void {
    const [error, result] = args;
    const accepted = error === null || error === undefined;
    const text = wordsOf(accepted ? result : error);
    const repeated = exchange.acknowledged;
    this.#journal.record({
      direction: 'in',
      kind: 'acknowledgement',
      tone: accepted ? 'good' : 'bad',
      args,
      exchange: exchange.id,
      marks: repeated ? ['repeated'] : [],
      ...(text !== undefined && { preview: text }),
      signature: { state: 'none' },
    });
    if (repeated) return;
    exchange.acknowledged = true;
    exchange.refused = !accepted;
    if (!accepted || !exchange.reported || exchange.delivered) this.#settle(exchange);
    exchange.recorded.step(accepted ? 'acknowledged' : 'refused', accepted ? 'good' : 'bad', {
      ...(text !== undefined && { text }),
      waiting: this.#waiting.has(exchange),
    });
    answered?.(accepted);
  }

  readonly #unanswered = (exchange: Exchange): void => {
    this.#settle(exchange);
    const missing = exchange.acknowledged ? 'delivery report' : 'acknowledgement';
    exchange.recorded.step('unanswered', exchange.acknowledged ? 'plain' : 'bad', {
      text: `No ${missing} within ${this.#timeout / 1000} s`,
      waiting: false,
      silent: true,
    });
  };

  #settle(exchange: Exchange): void {
    clearTimeout(exchange.timer);
    this.#waiting.delete(exchange);
  }

  #remember(key: string, exchange: Exchange): void {
    this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), exchange].slice(-100));
    if (this.#byKey.size <= keysKept) return;
    for (const oldest of this.#byKey.keys()) {
      this.#byKey.delete(oldest);
      return;
    }
  }
}

/** A report is an object or JSON text; its key is text or bytes. */
function keyOf(report: unknown): string | undefined {
  const text = textOf(report);
  if (text === undefined) return readKey(report);
  try {
    return readKey(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function readKey(report: unknown): string | undefined {
  if (typeof report !== 'object' || report === null) return undefined;
  return textOf(Object.getOwnPropertyDescriptor(report, 'key')?.value);
}
