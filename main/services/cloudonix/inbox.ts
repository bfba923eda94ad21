import type { Oddity } from '../../transports/sockjs.ts';
import type { Context } from '../service.ts';
import type { Catalogue } from './catalogue.ts';
import type { Exchanges, Incoming } from './exchanges.ts';
import { idIn, type Message, partiesOf, previewOf, readMessage } from './message.ts';
import type { Roster } from './roster.ts';
import type { TypeList } from './type-list.ts';

/** Longer types burden every row of the log; the whole is in the message. */
const kindLimit = 200;

interface Around {
  journal: Pick<Context<unknown>, 'record'>;
  catalogue: Catalogue;
  exchanges: Exchanges;
  roster: Roster;
  types: TypeList;
}

/** Everything that comes, recorded as it came. */
export class Inbox {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  received(text: string, oddity?: Oddity): void {
    const message = oddity ? undefined : readMessage(text);
    if (message) this.#message(message, text);
    else this.#odd(text, oddity);
  }

  #message(message: Message, text: string): void {
    const { exchanges, roster } = this.#around;
    const preview = previewOf(message);
    const offers = this.#offers(message);
    const draft: Incoming = {
      kind: message.type.slice(0, kindLimit),
      args: [text],
      ...partiesOf(message),
      ...(preview !== undefined && { preview }),
      marks: this.#marks(message.type),
      ...(offers.length > 0 && { offers }),
    };
    roster.learn(message);
    exchanges.received(message, draft);
  }

  #odd(text: string, oddity: Oddity | undefined): void {
    const why = oddity?.why ?? 'no message';
    this.#around.journal.record({
      direction: 'in',
      kind: 'message',
      args: [oddity?.bytes ?? text],
      marks: [why],
    });
  }

  #marks(type: string): string[] {
    const { catalogue, types } = this.#around;
    if (catalogue.knows(type)) return [];
    if (type.length > kindLimit) return ['unknown type', 'long type'];
    types.stranger(type);
    return ['unknown type'];
  }

  /** What can be composed with what the message names. */
  #offers({ fields }: Message) {
    const values = new Map<string, string>();
    for (const [name, field] of [
      ['message-id', 'message-id'],
      ['invite-token', 'invite-token'],
      ['to', 'from'],
    ] as const) {
      const value = idIn(fields, field);
      if (value !== undefined) values.set(name, value);
    }
    return values.size === 0 ? [] : this.#around.catalogue.offersWith([...values.keys()], values);
  }
}
