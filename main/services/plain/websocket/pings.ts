import type { Request, Requests } from '../../requests.ts';
import type { Context, Recorded } from '../../service.ts';
import { shownControl } from './frames.ts';

/** Pings beyond this many are forgotten, the oldest first; a pong for one of them is unasked for. */
const kept = 200;

/** Pings that were sent, and the pongs that answer them: those with the same bytes (RFC 6455, 5.5.3). */
export class Pings {
  readonly #journal: Pick<Context<unknown>, 'record'>;
  readonly #requests: Requests;
  readonly #sent: { bytes: string; request: Request }[] = [];

  constructor(journal: Pick<Context<unknown>, 'record'>, requests: Requests) {
    this.#journal = journal;
    this.#requests = requests;
  }

  /** Records a ping that has just been sent. */
  sent(data: Uint8Array, more: { marks?: string[]; resend?: Resend }): Recorded {
    const request = this.#requests.sent({ ...shownControl('ping', data), ...more });
    this.#sent.push({ bytes: bytesOf(data), request });
    if (this.#sent.length > kept) this.#sent.shift();
    return request.recorded;
  }

  /** Records a pong that came. */
  answered(data: Uint8Array): void {
    const bytes = bytesOf(data);
    const same = this.#sent.filter((ping) => ping.bytes === bytes);
    const { request } = same.find((ping) => !ping.request.settled) ?? same.at(-1) ?? {};
    const shown = shownControl('pong', data);
    if (request) request.answered(shown, { name: 'answered', tone: 'good', last: true });
    else this.#journal.record({ ...shown, direction: 'in', marks: ['unasked'] });
  }
}

interface Resend {
  action: string;
  input: Record<string, unknown>;
}

const bytesOf = (data: Uint8Array) => Buffer.from(data).toString('latin1');
