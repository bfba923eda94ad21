import type { Draft } from '../../../journal/draft.ts';
import { Refusal } from '../../../refusal.ts';
import { notOpen, stopped } from '../../../transports/failure.ts';
import {
  openSocketCluster,
  type SocketClusterAnswer,
  type SocketClusterLine,
} from '../../../transports/socketcluster.ts';
import { argumentValue } from '../../argument.ts';
import { noteOpen } from '../../open-note.ts';
import { type Meaning, Requests } from '../../requests.ts';
import type { Context, Performed, Session } from '../../service.ts';
import { type AnswerInput, dataOf, type PublishInput, type SubscribeInput, type TransmitInput } from './actions.ts';
import { authentication, isError, meaning, shown } from './answers.ts';
import { Calls } from './calls.ts';
import { Channels } from './channels.ts';
import { Inbox } from './inbox.ts';
import { addressOf, type Settings } from './settings.ts';

/** Something that the server answers. */
interface Question {
  event: string;
  data: unknown;
  draft: Omit<Draft, 'direction' | 'exchange' | 'waiting'>;
  meaning(answer: SocketClusterAnswer): Meaning;
  /** Called with each answer, and without when there was none in time. */
  answered?(answer?: SocketClusterAnswer): void;
}

/** A SocketCluster server: every event as it comes, any event as it is composed, channels by name. */
export class SocketClusterSession implements Session {
  readonly #context: Context<Settings>;
  readonly #requests: Requests;
  readonly #channels: Channels;
  readonly #calls = new Calls();
  readonly #inbox: Inbox;
  readonly #ending = new AbortController();
  #line: SocketClusterLine | undefined;

  constructor(context: Context<Settings>) {
    this.#context = context;
    this.#requests = new Requests(context, context.settings.answerTimeout * 1000);
    this.#channels = new Channels(context.directory, context.settings.subscribe);
    this.#inbox = new Inbox(context, this.#channels, this.#calls);
  }

  async connect(signal: AbortSignal): Promise<void> {
    const { settings, network } = this.#context;
    const inbox = this.#inbox;
    const either = AbortSignal.any([signal, this.#ending.signal]);
    const line = await openSocketCluster(
      addressOf(settings),
      network,
      {
        reached: () => this.#context.authenticating(),
        event: (name, data, answer) => inbox.event(name, data, answer),
        published: (channel, data) => inbox.published(channel, data),
        kickedOut: (channel, message) => inbox.kickedOut(channel, message),
        authenticated: (state) => inbox.authenticated(state),
        odd: (frame) => inbox.odd(frame),
        lost: (refusal) => this.#lost(refusal),
      },
      { signal: either, timeout: settings.connectTimeout * 1000 },
    );
    try {
      if (either.aborted) throw stopped();
      this.#opened(line);
    } catch (error) {
      line.close();
      this.#ended();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#line?.close();
    this.#ended();
  }

  transmit(input: TransmitInput): Performed {
    const data = dataOf(input);
    this.#open().transmit(input.event, data);
    return this.#sent({ kind: input.event, args: listed(data), resend: { action: 'transmit', input } });
  }

  invoke(input: TransmitInput): Performed {
    const { event } = input;
    const data = dataOf(input);
    return this.#ask({
      event,
      data,
      draft: { kind: event, args: listed(data), resend: { action: 'invoke', input } },
      meaning: (answer) => meaning(answer, 'answered', 'error'),
    });
  }

  publish(input: PublishInput): Performed {
    const { channel } = input;
    const data = argumentValue(input.data);
    const draft = { kind: '#publish', to: channel, args: [data], resend: { action: 'publish', input } };
    const performed = input.acknowledge
      ? this.#ask({
          event: '#publish',
          data: { channel, data },
          draft,
          meaning: (answer) => meaning(answer, 'published', 'refused'),
        })
      : this.#transmitAs('#publish', { channel, data }, draft);
    this.#channels.count(channel, 'sent');
    return performed;
  }

  subscribe(input: SubscribeInput): Performed {
    return this.#subscribe(input.channel, dataOf(input), { action: 'subscribe', input });
  }

  unsubscribe(channel: string): Performed {
    const resend = { action: 'unsubscribe', input: { channel } };
    const performed = this.#transmitAs('#unsubscribe', channel, {
      ...{ kind: '#unsubscribe', to: channel, args: [], preview: '', resend },
    });
    this.#channels.left(channel);
    return performed;
  }

  authenticate(token: string): Performed {
    const chosen = token === '' ? this.#context.settings.authToken : token;
    if (!chosen) throw refused('There is no token to log in with.', 'Write one here, or into the profile.');
    this.#context.conceal(chosen);
    return this.#ask({
      event: '#authenticate',
      data: chosen,
      // A token lets anybody in who reads the log.
      draft: { kind: '#authenticate', args: [], preview: `A token of ${chosen.length} characters` },
      meaning: authentication,
    });
  }

  deauthenticate(): Performed {
    const resend = { action: 'deauthenticate', input: {} };
    return this.#transmitAs('#removeAuthToken', undefined, { kind: '#removeAuthToken', args: [], resend });
  }

  answer(input: AnswerInput): Performed {
    const data = dataOf(input);
    const slots = input.as === 'data' ? { data } : { error: data ?? 'error' };
    const exchange = this.#calls.answer(input.number, slots.data, slots.error);
    const preview = `Answer to call ${input.number}`;
    return this.#sent({ kind: 'answer', args: [slots], preview, exchange });
  }

  #opened(line: SocketClusterLine): void {
    this.#line = line;
    noteOpen(this.#context, line.facts);
    for (const { name, data } of this.#channels.wanted) this.#subscribe(name, data, undefined);
  }

  #subscribe(channel: string, data: unknown, resend: Draft['resend']): Performed {
    const performed = this.#ask({
      event: '#subscribe',
      data: { channel, data },
      draft: {
        kind: '#subscribe',
        to: channel,
        args: listed(data),
        ...(data === undefined && { preview: '' }),
        ...(resend && { resend }),
      },
      meaning: (answer) => meaning(answer, 'subscribed', 'refused'),
      answered: (answer) => this.#channels.answered(channel, answer && !isError(answer.error)),
    });
    this.#channels.asked(channel, data);
    return performed;
  }

  #ask({ event, data, draft, meaning, answered }: Question): Performed {
    const take = (answer: SocketClusterAnswer) => {
      request.answered(shown(answer), meaning(answer));
      answered?.(answer);
    };
    const answer = this.#open().invoke(event, data, take);
    const request = this.#requests.sent(draft);
    // The requests themselves tell of silence and of a lost line.
    answer.then(take, () => answered?.());
    return { entry: request.recorded.id };
  }

  #transmitAs(event: string, data: unknown, draft: Omit<Draft, 'direction'>): Performed {
    this.#open().transmit(event, data);
    return this.#sent(draft);
  }

  #sent(draft: Omit<Draft, 'direction'>): Performed {
    return { entry: this.#context.record({ ...draft, direction: 'out' }).id };
  }

  #lost(refusal: Refusal): void {
    this.#ended();
    this.#context.lost(refusal);
  }

  #ended(): void {
    this.#line = undefined;
    this.#requests.lineLost();
    this.#calls.lineLost();
    this.#channels.lineLost();
  }

  #open(): SocketClusterLine {
    if (this.#line) return this.#line;
    throw notOpen();
  }
}

const listed = (data: unknown): unknown[] => (data === undefined ? [] : [data]);

const refused = (text: string, hint: string) => new Refusal({ code: 'settings', text, hint }, { retry: false });
