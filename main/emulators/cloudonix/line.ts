import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'sockjs';
import type { Conditions } from '../conditions.ts';
import type { Recorded, Unsent } from '../playback.ts';
import { readEnvelope, requiredAnswer, type ServerMessage } from './message.ts';
import type { Messaging } from './messaging.ts';
import { answerFor, namesOf } from './recorded-answer.ts';
import type { Subscriber } from './subscriber.ts';

/** What a client message came to. */
export interface Outcome {
  /** Of the acknowledgement. */
  status: boolean;
  /** Further fields of the acknowledgement. */
  told?: Record<string, unknown>;
  /** Sent before the acknowledgement. */
  answer?: ServerMessage;
  /** What follows from it, once it is acknowledged. */
  follow?: () => void;
}

/** One client's line: takes its messages one after the other, and acknowledges them in that order. */
export class Line {
  readonly subscriber: Subscriber;
  readonly #connection: Connection;
  readonly #messaging: Messaging;
  readonly #conditions: Conditions;
  readonly #ended = new AbortController();
  /** Unsolicited messages that wait for a required answer to be sent first. */
  #held: ServerMessage[] | undefined;
  #turn: Promise<void> = Promise.resolve();
  #last: string | undefined;

  constructor(connection: Connection, subscriber: Subscriber, messaging: Messaging, conditions: Conditions) {
    this.#connection = connection;
    this.subscriber = subscriber;
    this.#messaging = messaging;
    this.#conditions = conditions;
    connection.on('data', (text) => this.#received(text));
    connection.on('close', () => this.#ended.abort());
  }

  /** An unsolicited message. */
  tell(message: ServerMessage): void {
    if (this.#held) this.#held.push(message);
    else this.write(JSON.stringify(message));
  }

  /** Any text, as it is. */
  write(text: string): void {
    this.#last = text;
    this.#connection.write(text);
  }

  /** Sends once more what was sent last. Answers whether there was something. */
  repeat(): boolean {
    if (this.#last !== undefined) this.write(this.#last);
    return this.#last !== undefined;
  }

  close(code: number, reason: string): void {
    // The types say that the code is text; the package hands it to the WebSocket, which wants a number.
    (this.#connection as unknown as { close(code: number, reason: string): void }).close(code, reason);
  }

  /** What is malformed, or of a type it does not know, the service ignores: there is not even an acknowledgement. */
  #received(text: string): void {
    if (this.#isPrompted(text)) return;
    const message = readEnvelope(text);
    if (message) this.#turn = this.#turn.then(() => this.#take(message));
  }

  /** Whether a tape answers it, of whatever type it is. */
  #isPrompted(text: string): boolean {
    const names = namesOf(text);
    if (!names || !this.#conditions.prompter) return false;
    const answer = ({ args: [recorded] }: Recorded, { args: [request] }: Recorded): Unsent | undefined => {
      if (typeof recorded !== 'string') return 'unsendable';
      this.write(answerFor(recorded, namesOf(request)?.id, names.id));
      return undefined;
    };
    return this.#conditions.prompter.asked({ client: this, kind: names.type, answer }) !== undefined;
  }

  async #take({ type, id, fields }: NonNullable<ReturnType<typeof readEnvelope>>): Promise<void> {
    const { slow, silent } = this.#conditions;
    const replyTo = id === undefined ? {} : { 'reply-to': id };
    if (requiredAnswer[type] !== undefined && !silent) this.#held ??= [];
    if (slow > 0) await pause(slow, undefined, { signal: this.#ended.signal }).catch(() => {});
    if (this.#ended.signal.aborted) return;
    const { status, told, answer, follow } = this.#messaging.take(this.subscriber, type, id, fields);
    if (!silent) {
      if (answer) this.#answer({ ...answer, ...replyTo });
      this.#answer({ type: 'ack', ...(id !== undefined && { id }), ...replyTo, status, ...told });
    }
    this.#release();
    follow?.();
  }

  #answer(message: ServerMessage): void {
    this.write(JSON.stringify(message));
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const message of held) this.tell(message);
  }
}
