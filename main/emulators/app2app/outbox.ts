import type { Message } from './message.ts';

interface Accepted {
  message: Message;
  key: string | null;
}

interface Options {
  /** Messages sealed together: `batch_size` of docs.kaleido.io (send and receive). */
  size: number;
  /** Milliseconds to wait for more: `batch_timeout`. */
  timeout: number;
  flush: (messages: readonly Accepted[]) => void;
}

/** Accepted messages of a managed sender that wait to be sealed together. */
export class Outbox {
  readonly #options: Options;
  #waiting: Accepted[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  add(accepted: Accepted): void {
    this.#waiting.push(accepted);
    if (this.#waiting.length >= this.#options.size) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), this.#options.timeout);
  }

  /** What was accepted is still delivered. */
  close(): void {
    this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const messages = this.#waiting;
    this.#waiting = [];
    if (messages.length > 0) this.#options.flush(messages);
  }
}
