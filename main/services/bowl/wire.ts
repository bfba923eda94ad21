import type { Draft } from '../../journal/draft.ts';
import { notOpen } from '../../transports/failure.ts';
import type { SocketIoLine } from '../../transports/socket-io.ts';
import type { Meaning, Request, Requests } from '../requests.ts';
import type { Context, Recorded } from '../service.ts';
import { type Outcome, readOutcome } from './packet.ts';

/** What is sent: `payload` is JSON text, the only form that the server survives (observed on bowl-cloud). */
interface Telling {
  event: string;
  payload: string;
  draft: Pick<Draft, 'to' | 'preview' | 'marks' | 'signature' | 'resend'>;
}

interface Asking extends Telling {
  /** By default acknowledged or refused. */
  meaning?: (outcome: Outcome) => Meaning;
  /** Called with the first answer. */
  answered?: (outcome: Outcome, request: Request) => void;
  /** Milliseconds, where another time than the profile's is right, and what silence then means. */
  patience?: { timeout: number; silence: Pick<Meaning, 'name' | 'tone' | 'text'> };
  /** The exchange that it goes on with. */
  exchange?: string;
}

/** The present line, if there is one, and what is sent over it. Sending throws a Refusal, and records nothing, without one. */
export class Wire {
  line: SocketIoLine | undefined;
  readonly #journal: Pick<Context<unknown>, 'record'>;
  readonly #requests: Requests;

  constructor(journal: Pick<Context<unknown>, 'record'>, requests: Requests) {
    this.#journal = journal;
    this.#requests = requests;
  }

  /** The line. Throws a Refusal without one. */
  open(): SocketIoLine {
    if (this.line) return this.line;
    throw notOpen();
  }

  tell({ event, payload, draft }: Telling): Recorded {
    this.open().emit(event, [payload]);
    return this.#journal.record({
      signature: { state: 'none' },
      ...draft,
      direction: 'out',
      kind: event,
      args: [payload],
    });
  }

  ask({ event, payload, draft, meaning = plainly, answered, patience, exchange }: Asking): Request {
    let request: Request | undefined;
    let answers = 0;
    this.open().emit(event, [payload], (args) => {
      const outcome = readOutcome(args);
      const preview = outcome.error ?? 'OK';
      request?.answered({ kind: 'acknowledgement', args, preview, signature: { state: 'none' } }, meaning(outcome));
      if (request && answers++ === 0) answered?.(outcome, request);
    });
    request = this.#requests.sent(
      { signature: { state: 'none' }, ...draft, kind: event, args: [payload] },
      patience?.timeout,
      { ...(exchange !== undefined && { exchange }), ...(patience && { silence: patience.silence }) },
    );
    return request;
  }

  lineLost(): void {
    this.line = undefined;
    this.#requests.lineLost();
  }
}

function plainly({ ok, error }: Outcome): Meaning {
  if (ok) return { name: 'acknowledged', tone: 'good', last: true };
  return { name: 'refused', tone: 'bad', ...(error !== undefined && { text: error }), last: true };
}
