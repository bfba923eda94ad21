import type { Draft } from '../../journal/draft.ts';
import type { Context } from '../service.ts';
import type { Commits } from './commits.ts';
import type { Destinations } from './destinations.ts';
import { Duplicates } from './duplicates.ts';
import type { Exchanges } from './exchanges.ts';
import { envelopeOf, type Reading, readPayload, wordsOf } from './message.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Longer names of events become an argument: they would burden every row of the log. */
const nameLimit = 200;

interface Around {
  journal: Pick<Context<unknown>, 'record'>;
  exchanges: Exchanges;
  subscriptions: Subscriptions;
  destinations: Destinations;
  /** Present where deliveries are committed by hand. */
  commits: Commits | undefined;
}

/** Everything the server sends unasked, recorded with all its arguments. */
export class Inbox {
  #around: Around;
  #duplicates = new Duplicates();

  constructor(around: Around) {
    this.#around = around;
  }

  /** `asks`: the server asked for an acknowledgement; the protocol has none in this direction, so none is given. */
  event(name: string, args: unknown[], asks: boolean): void {
    const marks = asks ? ['asks for an answer'] : [];
    if (name === 'message' || name === 'data') this.#delivery(name, args, marks);
    else if (name === 'delivery-report') this.#around.exchanges.report(args);
    else if (name === 'exception' || name === 'error') this.#trouble(name, args, marks);
    else if (name.length <= nameLimit) this.#plain({ kind: name, args, marks });
    else this.#plain({ kind: name.slice(0, nameLimit), args: [name, ...args], marks: [...marks, 'long name'] });
  }

  #delivery(event: string, args: unknown[], marks: string[]): void {
    const { journal, subscriptions, destinations, commits } = this.#around;
    const [payload, key, timestamp] = args;
    const incoming = readPayload(payload);
    const reading: Reading = incoming.sealed ? { preview: 'Sealed message' } : incoming;
    const { from, to, signature } = reading;
    const sealsContent = !incoming.sealed && envelopeOf(incoming.content) !== undefined;
    const preview = sealsContent ? 'Sealed content' : reading.preview;
    const before = this.#duplicates.before(event, incoming, key, timestamp);
    const destination = subscriptions.destinationOf(to);
    if (before !== undefined) marks.push('duplicate');
    if (subscriptions.hasLeft(destination)) marks.push('unsubscribed');
    journal.record({
      direction: 'in',
      kind: event,
      args,
      marks,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(preview !== undefined && { preview }),
      opened: { state: incoming.sealed || sealsContent ? 'pending' : 'plain' },
      signature: { state: incoming.sealed || signature !== undefined ? 'pending' : 'unsigned' },
    });
    destinations.received(from, destination);
    // The same delivery under both event names is one to commit.
    if (before === undefined || before === event) commits?.delivered(destination);
  }

  #trouble(kind: string, args: unknown[], marks: string[]): void {
    const preview = wordsOf(args[0]);
    this.#plain({ kind, args, marks, tone: 'bad', ...(preview !== undefined && { preview }) });
  }

  #plain(draft: Pick<Draft, 'kind' | 'args' | 'marks' | 'tone' | 'preview'>): void {
    this.#around.journal.record({
      ...draft,
      direction: 'in',
      opened: { state: 'plain' },
      signature: { state: 'none' },
    });
  }
}
