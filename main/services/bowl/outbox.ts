import type { KeyObject } from 'node:crypto';
import type { Flaw } from '../flaw.ts';
import type { Request } from '../requests.ts';
import type { Context, Recorded } from '../service.ts';
import type { SentTime } from './sent-time.ts';

/** The service keeps nothing for who is offline, so we do; more than this are refused. */
export const outboxLimit = 1000;

/** A message to a contact in clear: it is encrypted anew each time it is tried. */
export interface ContactMessage {
  to: string;
  text: string;
  messageType: string;
  at: SentTime;
  /** Broken on purpose; with a stranger's key where it is to be for somebody else. */
  flaw: Flaw | 'none';
  stranger?: KeyObject;
}

/** `recorded`, `exchange`: of the first attempt. `latest`: the attempt on its way. */
export interface Queued {
  readonly message: ContactMessage;
  readonly recorded: Recorded;
  readonly exchange: string;
  latest: Request | undefined;
}

/** Messages whose recipients were offline, until they come online or the session ends. */
export class Outbox {
  readonly #context: Pick<Context<unknown>, 'meter'>;
  readonly #changed: (email: string, count: number) => void;
  #queued: Queued[] = [];

  constructor(context: Pick<Context<unknown>, 'meter'>, changed: (email: string, count: number) => void) {
    this.#context = context;
    this.#changed = changed;
  }

  get isFull(): boolean {
    return this.#queued.length >= outboxLimit;
  }

  put(queued: Queued): void {
    this.#queued.push(queued);
    queued.recorded.step('queued until online', 'plain', { waiting: true });
    this.#tell(queued.message.to);
  }

  /** Those for a recipient that are not on their way, oldest first. */
  waiting(email: string): Queued[] {
    return this.#queued.filter(({ message, latest }) => message.to === email && latest?.settled !== false);
  }

  /** It is no longer waited for. */
  over(queued: Queued, name: string, tone: 'good' | 'bad', text: string): void {
    if (!this.#queued.includes(queued)) return;
    this.#queued = this.#queued.filter((other) => other !== queued);
    queued.recorded.step(name, tone, { text, waiting: false, ...(tone === 'bad' && { silent: true }) });
    this.#tell(queued.message.to);
  }

  /** The session is over, and with it the waiting. */
  close(): void {
    for (const queued of this.#queued) {
      this.over(queued, 'not sent', 'bad', 'The connection was closed before the recipient came online.');
    }
  }

  #tell(email: string): void {
    this.#changed(email, this.#queued.filter(({ message }) => message.to === email).length);
    const { length } = this.#queued;
    this.#context.meter({ label: 'Queued', value: String(length), tone: length > 0 ? 'warning' : 'plain' });
  }
}
