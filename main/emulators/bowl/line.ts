import type { Socket } from 'socket.io';
import type { Recorded } from '../playback.ts';
import { isBehind } from '../socket-io-backlog.ts';
import type { Conditions } from './conditions.ts';
import { Crash, type Fields, type Hub, type Receiver } from './hub.ts';
import { Objection, type User } from './people.ts';

type Handler = (fields: Fields) => object | undefined;

/** One client's socket: what it sends is JSON text, what it is sent of messages too, everything else objects. */
export class Line implements Receiver {
  readonly user: User;
  readonly socket: Socket;
  readonly #hub: Hub;
  readonly #conditions: Conditions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #last: [event: string, payload: unknown] | undefined;

  constructor(socket: Socket, user: User, hub: Hub, conditions: Conditions) {
    this.user = user;
    this.socket = socket;
    this.#hub = hub;
    this.#conditions = conditions;
    for (const [event, handler] of Object.entries(this.#handlers())) {
      socket.on(event, (...args: unknown[]) => this.#answer(event, args, handler));
    }
    socket.on(
      'globalChatMessage',
      (...args: unknown[]) => void socket.nsp.emit('globalChatMessage', ...args.filter(isData)),
    );
    // The real server cannot take this event in any form.
    socket.on('contactRequestStatus', () => this.#crashed());
    socket.on('disconnect', () => this.#end());
    hub.enter(user, this);
  }

  emit(event: string, payload: unknown): void {
    this.#last = [event, payload];
    this.socket.emit(event, payload);
  }

  get behind(): boolean {
    return isBehind(this.socket);
  }

  /** What was recorded. */
  play({ kind, args, asks }: Recorded): void {
    if (asks) this.socket.emit(kind, ...args, () => {});
    else this.socket.emit(kind, ...args);
  }

  /** Once more what came last. Answers whether there was something. */
  repeat(): boolean {
    if (this.#last) this.socket.emit(...this.#last);
    return this.#last !== undefined;
  }

  displaced(): void {
    this.socket.disconnect();
  }

  #handlers(): Record<string, Handler> {
    const { user } = this;
    const hub = this.#hub;
    return {
      contactChatMessage: (fields) => void hub.contactMessage(user, fields),
      groupChatMessage: (fields) => void hub.groupMessage(user, this, fields),
      sendContactRequest: ({ email }) => hub.requestContact(user, email),
      acceptContactRequest: ({ email }) => void hub.acceptContact(user, email),
      declineContactRequest: () => undefined,
      sendGroupRequest: (fields) => void hub.invite(user, fields),
      acceptGroupRequest: ({ groupId }) => hub.join(user, this, groupId),
      declineGroupRequest: () => undefined,
    };
  }

  #answer(event: string, args: unknown[], handler: Handler): void {
    const last = args.at(-1);
    const acknowledge = typeof last === 'function' ? last : () => {};
    const prompted = (recorded: Recorded) => void this.#later(() => acknowledge(...recorded.args));
    if (this.#conditions.prompter?.asked({ client: this, kind: event, answer: prompted })) return;
    const answer = (value: object) => this.#later(() => acknowledge(value));
    try {
      // An object becomes "[object Object]" here, which is what the real server says of it.
      const fields: Fields = JSON.parse(String(args[0]));
      const more = handler(fields);
      // Documented, but never given.
      if (event !== 'acceptContactRequest') answer({ status: 'OK', ...more });
    } catch (error) {
      if (!(error instanceof Objection) && !event.endsWith('ChatMessage')) this.#crashed();
      if (!(error instanceof Crash)) answer({ status: 'ERROR', error: (error as Error).message });
    }
  }

  /** Where the real server would have ended, this one goes on. */
  #crashed(): void {
    this.#conditions.crashes += 1;
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

  /** The real server handles the end of a line late: it asks its database first. */
  #end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    setImmediate(() => this.#hub.leave(this.user, this));
  }
}

const isData = (value: unknown) => typeof value !== 'function';
