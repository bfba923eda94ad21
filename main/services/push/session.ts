import { Refusal, refusalOf } from '../../refusal.ts';
import { notOpen, stopped } from '../../transports/failure.ts';
import { openSocketCluster, type SocketClusterLine } from '../../transports/socketcluster.ts';
import { argumentValue } from '../argument.ts';
import { noteOpen } from '../open-note.ts';
import { Requests } from '../requests.ts';
import type { Context, Performed, Session } from '../service.ts';
import type { EventInput, SendInput, SuggestInput } from './actions.ts';
import { objectOf } from './answer.ts';
import { Conversation } from './conversation.ts';
import { Inbox } from './inbox.ts';
import { suggestionsOf } from './message.ts';
import { ask, type Question } from './questions.ts';
import { Sessions } from './sessions.ts';
import { addressOf, type Settings } from './settings.ts';

/** A visitor's dealings with a channel. What the vendor calls a session, named by its urn, outlives this one. */
export class PushSession implements Session {
  readonly #context: Context<Settings>;
  readonly #sessions: Sessions;
  readonly #inbox: Inbox;
  readonly #requests: Requests;
  readonly #conversation: Conversation;
  readonly #ending = new AbortController();
  #line: SocketClusterLine | undefined;

  constructor(context: Context<Settings>) {
    this.#context = context;
    this.#sessions = new Sessions(context.directory);
    this.#inbox = new Inbox(context, this.#sessions);
    this.#requests = new Requests(context, context.settings.answerTimeout * 1000);
    this.#conversation = new Conversation(context, this.#sessions, this.#requests);
  }

  async connect(signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#ending.signal]);
    let gone: Refusal | undefined;
    let lost = (refusal: Refusal) => {
      gone = refusal;
    };
    const line = await this.#dial(either, (refusal) => lost(refusal));
    const abort = () => line.close();
    either.addEventListener('abort', abort);
    try {
      if (either.aborted) throw stopped();
      noteOpen(this.#context, line.facts);
      await this.#conversation.enter(line);
      if (either.aborted) throw stopped();
      if (gone) throw gone;
      lost = (refusal) => this.#lost(line, refusal);
      this.#line = line;
    } catch (error) {
      line.close();
      this.#ended();
      throw either.aborted ? stopped() : (gone ?? error);
    } finally {
      either.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#line?.close();
    this.#ended();
  }

  /** Not answered: nothing says whether it arrived. */
  send({ text, userUrn }: SendInput): Performed {
    const urn = userUrn || (this.#sessions.current ?? '');
    const data = { text, userUrn: urn };
    this.#open().transmit('sendMessageToChannel', data);
    this.#sessions.count(urn, 'sent');
    const { id } = this.#context.record({
      direction: 'out',
      kind: 'sendMessageToChannel',
      args: [data],
      from: urn,
      preview: text.slice(0, 300),
      signature: { state: 'none' },
      resend: { action: 'send', input: { text, ...(userUrn && { userUrn }) } },
    });
    return { entry: id };
  }

  async registerAnew(): Promise<Performed> {
    const line = this.#open();
    const before = this.#sessions.current;
    const { recorded, urn } = await this.#conversation.register(line);
    await this.#conversation.listen(line, urn).done;
    if (before !== undefined && before !== urn && this.#sessions.isListening(before)) {
      this.#conversation.leave(line, before);
    }
    return { entry: recorded.id };
  }

  async forget(): Promise<Performed> {
    await this.#conversation.forget();
    const text = 'The session is forgotten: the next connection registers a new one.';
    const note = { direction: 'note', kind: 'session forgotten', args: [], preview: text } as const;
    return { entry: this.#context.record(note).id, text };
  }

  subscribe(channel: string): Performed {
    const { recorded } = this.#conversation.listen(this.#open(), channel);
    this.#sessions.want(channel, true);
    return { entry: recorded.id };
  }

  unsubscribe(channel: string): Performed {
    const { id } = this.#conversation.leave(this.#open(), channel);
    this.#sessions.want(channel, false);
    return { entry: id };
  }

  suggest(input: SuggestInput): Performed {
    return this.#ask({
      event: 'getSuggestions',
      data: { ...input, userUrn: this.#sessions.current },
      draft: { preview: input.text, resend: { action: 'get-suggestions', input } },
      offers: (answer) =>
        suggestionsOf(objectOf(answer)).map((text) => ({
          label: text.slice(0, 200),
          action: 'send',
          input: { text },
          how: 'compose',
        })),
    });
  }

  transmit(input: EventInput): Performed {
    const { event, data } = input;
    const value = data && argumentValue(data);
    this.#open().transmit(event, value);
    const { id } = this.#context.record({
      direction: 'out',
      kind: event,
      args: value === undefined ? [] : [value],
      signature: { state: 'none' },
      resend: { action: 'transmit', input },
    });
    return { entry: id };
  }

  invoke(input: EventInput): Performed {
    const { event, data } = input;
    return this.#ask({ event, data: data && argumentValue(data), draft: { resend: { action: 'invoke', input } } });
  }

  async #dial(signal: AbortSignal, lost: (refusal: Refusal) => void): Promise<SocketClusterLine> {
    const { settings, network } = this.#context;
    const inbox = this.#inbox;
    const listener = {
      reached: () => this.#context.authenticating(),
      event: inbox.event.bind(inbox),
      published: inbox.published.bind(inbox),
      kickedOut: inbox.kickedOut.bind(inbox),
      authenticated: inbox.authenticated.bind(inbox),
      odd: inbox.odd.bind(inbox),
      lost,
    };
    const timeout = settings.connectTimeout * 1000;
    try {
      return await openSocketCluster(addressOf(settings, inbox.token), network, listener, { signal, timeout });
    } catch (error) {
      throw explained(refusalOf(error));
    }
  }

  #ask(question: Question): Performed {
    return { entry: ask(this.#open(), this.#requests, question).recorded.id };
  }

  #lost(line: SocketClusterLine, refusal: Refusal): void {
    if (this.#line !== line) return;
    this.#ended();
    this.#context.lost(refusal);
  }

  #ended(): void {
    this.#line = undefined;
    this.#requests.lineLost();
    this.#sessions.lineLost();
  }

  #open(): SocketClusterLine {
    if (this.#line) return this.#line;
    throw notOpen();
  }
}

/** Who is let in depends on the query alone. */
function explained({ reason, retry }: Refusal): Refusal {
  if (reason.code !== 'credentials') return new Refusal(reason, { retry });
  return new Refusal({ ...reason, hint: 'Check the channel UUID and the host API URL.' }, { retry });
}
