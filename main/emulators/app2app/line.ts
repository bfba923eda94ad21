import { messageOf } from '../../problem.ts';
import type { Conditions } from '../conditions.ts';
import type { Recorded } from '../playback.ts';
import { isBehind } from '../socket-io-backlog.ts';
import type { Destination } from './destination.ts';
import type { Membership } from './environment.ts';
import { type Message, readMessage } from './message.ts';
import { Outbox } from './outbox.ts';
import type { Post } from './post.ts';
import { reportFor } from './recorded-report.ts';
import { Window } from './window.ts';

/** The little that both generations of socket.io have in common. */
export interface Socket {
  readonly conn: object;
  handshake: { headers: Record<string, string | string[] | undefined>; query: Record<string, unknown> };
  emit(event: string, ...args: unknown[]): unknown;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
}

/** How a delivery report is written: serialised, or as an object whose key is binary. */
export type Reports = 'text' | 'binary';

/** What a request comes to: an error text, or a result and what follows once that is acknowledged. */
type Outcome = { error: string } | { result: string; follow: () => void };

/** One client's line: its subscriptions, what it sends, what it is sent. */
export class Line {
  readonly membership: Membership;
  readonly window: Window;
  readonly #socket: Socket;
  readonly #post: Post;
  readonly #reports: Reports;
  readonly #conditions: Conditions;
  readonly #outbox: Outbox;
  readonly #subscriptions = new Map<string, () => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #attends = false;
  /** Deliveries from a tape, which the window knows nothing of, and that are not committed yet. */
  #played = 0;

  constructor(socket: Socket, membership: Membership, post: Post, reports: Reports, conditions: Conditions) {
    this.membership = membership;
    this.#socket = socket;
    this.#post = post;
    this.#reports = reports;
    this.#conditions = conditions;
    const { query } = socket.handshake;
    this.window = new Window({
      automatic: query.auto_commit !== 'false',
      readAhead: wholeNumber(query.read_ahead, { least: 1, otherwise: 1 }),
      send: ({ payload, key, timestamp }) => this.send(payload, key, timestamp),
    });
    this.#outbox = new Outbox({
      size: wholeNumber(query.batch_size, { least: 1, otherwise: 1 }),
      timeout: wholeNumber(query.batch_timeout, { least: 0, otherwise: 250 }),
      flush: (messages) => this.#deliver(messages),
    });
    socket.on('subscribe', (...args) => this.#answer('subscribe', args, ([uris]) => this.#subscribe(uris)));
    socket.on('produce', (...args) => this.#answer('produce', args, ([message, key]) => this.#produce(message, key)));
    socket.on('commit', () => this.#commit());
    socket.on('disconnect', () => this.#end());
  }

  get destinations(): Destination[] {
    return [...this.membership.destinations.values()].filter(({ uri }) => this.#subscriptions.has(uri));
  }

  /** It has subscribed to something, by itself or as a tape has it. */
  get attends(): boolean {
    return this.#attends;
  }

  get behind(): boolean {
    return isBehind(this.#socket);
  }

  /** Emits under the name that this dialect receives messages by. */
  send(...args: unknown[]): void {
    this.emit(this.#post.dialect === 'flat' ? 'message' : 'data', ...args);
  }

  emit(event: string, ...args: unknown[]): void {
    this.#socket.emit(event, ...args);
  }

  /** What was recorded, outside the window: nothing holds it back. */
  play({ kind, args, asks }: Recorded): void {
    if (kind === 'data' || kind === 'message') this.#played += 1;
    if (asks) this.emit(kind, ...args, () => {});
    else this.emit(kind, ...args);
  }

  #subscribe(uris: unknown): Outcome {
    if (!Array.isArray(uris)) return { error: 'Invalid subscription: an array of destination URIs is needed' };
    const wanted: Destination[] = [];
    for (const uri of uris) {
      const destination = this.#own(uri);
      if (!destination) return { error: `Invalid destination: ${JSON.stringify(uri)} is not one of this membership` };
      wanted.push(destination);
    }
    return { result: 'Subscribed.', follow: () => wanted.forEach((destination) => void this.#open(destination)) };
  }

  #open(destination: Destination): void {
    if (this.#subscriptions.has(destination.uri)) return;
    const undo = destination.subscribe((delivery) => this.window.add(delivery, () => destination.commit(delivery)));
    this.#subscriptions.set(destination.uri, undo);
    this.#attend();
  }

  #attend(): void {
    this.#attends = true;
    this.#conditions.prompter?.audience();
  }

  #produce(value: unknown, key: unknown = null): Outcome {
    if (key !== null && typeof key !== 'string') return { error: 'Invalid key: must be a string' };
    const message = readMessage(value);
    if (typeof message === 'string') return { error: message };
    const objection = this.#post.objection(this.membership, message);
    if (objection) return { error: objection };
    const batched = this.#own(message.from)?.managed;
    return {
      result: 'Message sent.',
      follow: () => (batched ? this.#outbox.add({ message, key }) : this.#deliver([{ message, key }])),
    };
  }

  #own(uri: unknown): Destination | undefined {
    return typeof uri === 'string' ? this.#post.environment.own(this.membership, uri) : undefined;
  }

  #deliver(messages: readonly { message: Message; key: string | null }[]): void {
    for (const { message, key } of messages) {
      try {
        const timestamp = this.#post.deliver(message, key);
        this.#later(() => this.#report(key, timestamp));
      } catch (error) {
        this.#later(() => this.emit('exception', messageOf(error)));
      }
    }
  }

  #report(key: string | null, timestamp: number): void {
    const binaryKey = key === null ? null : Buffer.from(key);
    const report = this.#reports === 'text' ? JSON.stringify({ key, timestamp }) : { key: binaryKey, timestamp };
    this.emit('delivery-report', report);
  }

  #commit(): void {
    if (this.#played > 0) this.#played -= 1;
    else if (this.window.commit() === 'surplus') this.emit('exception', 'Commit without a delivered message');
  }

  /** The acknowledgement, where one is wanted, is the last argument whatever stands before it. */
  #answer(kind: string, args: unknown[], perform: (args: unknown[]) => Outcome): void {
    const last = args.at(-1);
    const acknowledge: (...args: unknown[]) => void = isFunction(last) ? last : () => {};
    const given = args.filter((arg) => arg !== acknowledge);
    const answer = (recorded: Recorded, to: Recorded) => this.#prompted(recorded, to, given, acknowledge);
    if (this.#conditions.prompter?.asked({ client: this, kind, answer })) {
      if (kind === 'subscribe') this.#attend();
      return;
    }
    const outcome = perform(given);
    if ('error' in outcome) this.#later(() => acknowledge(outcome.error));
    else {
      this.#later(() => acknowledge(null, outcome.result));
      outcome.follow();
    }
  }

  /** `given`: the arguments of the client's own request. A second acknowledgement is none to Socket.IO. */
  #prompted(answer: Recorded, to: Recorded, given: unknown[], acknowledge: (...args: unknown[]) => void): undefined {
    if (answer.kind === 'acknowledgement') this.#later(() => acknowledge(...answer.args));
    else this.#later(() => this.emit(answer.kind, ...reportFor(answer.args, to.args[1], given[1])));
  }

  #later(answer: () => void): void {
    const { silent, slow } = this.#conditions;
    if (silent) return;
    if (slow === 0) {
      answer();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      answer();
    }, slow);
    this.#timers.add(timer);
  }

  #end(): void {
    this.#outbox.close();
    for (const undo of this.#subscriptions.values()) undo();
    this.#subscriptions.clear();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

function wholeNumber(value: unknown, { least, otherwise }: { least: number; otherwise: number }): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  return Number.isInteger(number) && number >= least ? number : otherwise;
}

function isFunction(value: unknown): value is (...args: unknown[]) => void {
  return typeof value === 'function';
}
