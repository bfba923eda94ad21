import { Refusal } from '../../refusal.ts';
import { notOpen, stopped } from '../../transports/failure.ts';
import { openSocketIo, type SocketIoLine } from '../../transports/socket-io.ts';
import { LineLoss } from '../line-loss.ts';
import { noteOpen } from '../open-note.ts';
import type { Context, Performed, Preview, Recorded, Session } from '../service.ts';
import type { DestinationsInput, EmitInput } from './actions.ts';
import { Commits } from './commits.ts';
import { Destinations } from './destinations.ts';
import { Exchanges } from './exchanges.ts';
import { Inbox } from './inbox.ts';
import { Management } from './management.ts';
import { type Composed, compose, previewOfComposed } from './outgoing.ts';
import type { ProduceInput } from './produce-input.ts';
import { Registrar } from './registrar.ts';
import { type Settings, socketIoAddress } from './settings.ts';
import { Subscriptions } from './subscriptions.ts';

/** An account's dealings with its App2App runtime. */
export class App2AppSession implements Session {
  readonly registrar: Registrar;
  #context: Context<Settings>;
  #line: SocketIoLine | undefined;
  /** Ends what goes on beside the present line. */
  #lineEnding = new AbortController();
  #ending = new AbortController();
  #exchanges: Exchanges;
  #subscriptions: Subscriptions;
  #destinations: Destinations;
  #commits: Commits | undefined;
  #inbox: Inbox;

  constructor(context: Context<Settings>) {
    const { settings, network, directory } = context;
    const management = new Management(settings, network);
    const can = { commit: !settings.auto_commit, remove: management.configured };
    const destinations = new Destinations(directory, can);
    this.#context = context;
    this.#destinations = destinations;
    this.registrar = new Registrar(context, management, destinations, () => this.#lineEnding.signal);
    this.#exchanges = new Exchanges(context, settings.answerTimeout * 1000);
    this.#subscriptions = new Subscriptions(settings.subscribe);
    this.#commits = can.commit ? new Commits(context, (uri, count) => destinations.uncommitted(uri, count)) : undefined;
    this.#inbox = new Inbox({
      journal: context,
      destinations,
      exchanges: this.#exchanges,
      subscriptions: this.#subscriptions,
      commits: this.#commits,
    });
  }

  async connect(signal: AbortSignal): Promise<void> {
    const { settings, network } = this.#context;
    const either = AbortSignal.any([signal, this.#ending.signal]);
    const loss = new LineLoss();
    const line = await openSocketIo(
      socketIoAddress(settings),
      network,
      {
        reached: () => this.#context.authenticating(),
        event: (name, args, answer) => this.#inbox.event(name, args, answer !== undefined),
        lost: loss.tell,
      },
      { signal: either, timeout: settings.connectTimeout * 1000 },
    );
    loss.handTo((refusal) => this.#lost(line, refusal));
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

  async produce(input: ProduceInput): Promise<Performed> {
    const { from, to, key } = input;
    const { args, preview, signed, sealed, marks } = await this.#compose(input);
    const recorded = this.#exchanges.request(this.#open(), {
      event: 'produce',
      args,
      ...(key && { key }),
      draft: {
        from,
        to,
        preview,
        marks,
        opened: { state: sealed ? 'pending' : 'plain' },
        signature: { state: signed ? 'pending' : 'unsigned' },
        resend: { action: 'produce', input },
      },
    });
    this.#destinations.sent(from, to);
    return { entry: recorded.id };
  }

  async preview(input: ProduceInput): Promise<Preview> {
    return previewOfComposed(await this.#compose(input));
  }

  subscribe({ destinations }: DestinationsInput): Performed {
    const line = this.#open();
    this.#subscriptions.ask(destinations);
    return { entry: this.#ask(line, destinations).id };
  }

  unsubscribe({ destinations }: DestinationsInput): Performed {
    this.#subscriptions.leave(destinations);
    for (const uri of destinations) this.#destinations.unsubscribed(uri);
    const text = 'Not subscribed again after the next reconnect. Until then deliveries go on, marked “unsubscribed”.';
    return { entry: this.#note('unsubscribed', destinations.join(', '), destinations).id, text };
  }

  commit(count: number): Performed {
    const line = this.#open();
    const uncommitted = this.#commits?.uncommitted;
    if (uncommitted === undefined) {
      throw refused('This profile commits automatically.', 'Switch off “Commit automatically” and connect again.');
    }
    if (count > uncommitted) {
      throw refused(`Only ${uncommitted} deliveries are uncommitted.`, 'A surplus commit stalls the delivery.');
    }
    for (let emitted = 0; emitted < count; emitted++) line.emit('commit', []);
    this.#commits?.committed(count);
    const preview = `${count} committed`;
    return { entry: this.#sent('commit', [], { preview, resend: { action: 'commit', input: { count } } }).id };
  }

  emit(input: EmitInput): Performed {
    const { event, acknowledge } = input;
    const line = this.#open();
    const args: unknown[] = JSON.parse(input.args);
    const resend = { action: 'emit', input };
    if (acknowledge) return { entry: this.#exchanges.request(line, { event, args, draft: { resend } }).id };
    line.emit(event, args);
    return { entry: this.#sent(event, args, { resend }).id };
  }

  #compose(input: ProduceInput): Promise<Composed> {
    return compose(input, this.#context.settings.dialect, this.#context.lens);
  }

  #opened(line: SocketIoLine): void {
    this.#line = line;
    this.#lineEnding = new AbortController();
    noteOpen(this.#context, line.facts);
    const { wanted } = this.#subscriptions;
    if (wanted.length > 0) this.#ask(line, wanted);
    void this.registrar.fill();
  }

  #lost(line: SocketIoLine, refusal: Refusal): void {
    if (this.#line !== line) return;
    this.#ended();
    this.#context.lost(refusal);
  }

  #ended(): void {
    this.#line = undefined;
    this.#lineEnding.abort();
    this.#exchanges.lineLost();
    this.#subscriptions.lineLost();
    this.#destinations.lineLost();
    this.#commits?.lineLost();
  }

  #open(): SocketIoLine {
    if (this.#line) return this.#line;
    throw notOpen();
  }

  #ask(line: SocketIoLine, destinations: string[]): Recorded {
    return this.#exchanges.request(line, {
      event: 'subscribe',
      args: [destinations],
      draft: { preview: destinations.join(', '), resend: { action: 'subscribe', input: { destinations } } },
      answered: (accepted) => {
        if (!accepted) return;
        this.#subscriptions.accepted(destinations);
        for (const uri of destinations) this.#destinations.subscribed(uri);
      },
    });
  }

  #note(kind: string, preview: string, fact: unknown): Recorded {
    return this.#context.record({ direction: 'note', kind, args: [fact], preview });
  }

  #sent(
    kind: string,
    args: unknown[],
    draft: { preview?: string; resend: { action: string; input: Record<string, unknown> } },
  ): Recorded {
    return this.#context.record({ ...draft, direction: 'out', kind, args, signature: { state: 'none' } });
  }
}

const refused = (text: string, hint: string) => new Refusal({ code: 'settings', text, hint }, { retry: false });
