import { Refusal } from '../../refusal.ts';
import { notOpen, stopped } from '../../transports/failure.ts';
import { openSockJs, type SockJsLine } from '../../transports/sockjs.ts';
import { LineLoss } from '../line-loss.ts';
import { noteOpen } from '../open-note.ts';
import type { Context, Performed, Session } from '../service.ts';
import type { AnnounceInput, CreateInput } from './actions.ts';
import { Catalogue } from './catalogue.ts';
import { Exchanges } from './exchanges.ts';
import { Inbox } from './inbox.ts';
import { partiesOf, previewOf } from './message.ts';
import { outgoing } from './outgoing.ts';
import { Roster } from './roster.ts';
import { addressOf, type Settings } from './settings.ts';
import { Token } from './token.ts';
import { TypeList } from './type-list.ts';

/** A subscriber's dealings with API.Messaging. */
export class CloudonixSession implements Session {
  readonly #context: Context<Settings>;
  readonly #token: Token;
  readonly #catalogue: Catalogue;
  readonly #exchanges: Exchanges;
  readonly #roster: Roster;
  readonly #types: TypeList;
  readonly #inbox: Inbox;
  readonly #ending = new AbortController();
  #line: SockJsLine | undefined;

  constructor(context: Context<Settings>) {
    const { settings, directory } = context;
    const catalogue = new Catalogue(settings.catalogue);
    this.#context = context;
    this.#token = new Token(context);
    this.#catalogue = catalogue;
    this.#exchanges = new Exchanges(context, settings.answerTimeout * 1000);
    this.#roster = new Roster(directory, catalogue);
    this.#types = new TypeList(directory, catalogue);
    this.#inbox = new Inbox({
      journal: context,
      catalogue,
      exchanges: this.#exchanges,
      roster: this.#roster,
      types: this.#types,
    });
  }

  /** A token that is refused is renewed once, and that is the end of it. */
  async connect(signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#ending.signal]);
    try {
      const missing = this.#token.value === undefined;
      if (missing) await this.#token.renew(undefined, either);
      await this.#attempt(either).catch(async (error) => {
        if (missing || !(error instanceof RefusedToken)) throw error;
        await this.#token.renew(error.reason, either);
        await this.#attempt(either);
      });
    } catch (error) {
      throw either.aborted ? stopped() : error;
    }
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#line?.close();
    this.#ended();
  }

  announce(input: AnnounceInput): Performed {
    const { availability, status } = input;
    const message = { type: 'announce', status, availability, ...given(input.attributes) };
    return this.send(message, { action: 'announce', input });
  }

  createChannel(input: CreateInput): Performed {
    const { name, inviteToken } = input;
    const token = inviteToken !== '' && { 'invite-token': inviteToken };
    const message = { type: 'create-channel', name, ...token, ...given(input.attributes) };
    return this.send(message, { action: 'create-channel', input });
  }

  /** Text is sent as it is, but for an id that it lacks. */
  send(message: object | string, resend: { action: string; input: Record<string, unknown> }): Performed {
    const line = this.#open();
    const ready = outgoing(typeof message === 'string' ? message : JSON.stringify(message));
    line.send(ready.text);
    const preview = previewOf(ready);
    const recorded = this.#exchanges.sent(ready, this.#catalogue.requiredAnswer(ready.type), {
      ...partiesOf(ready),
      ...(preview !== undefined && { preview }),
      resend,
    });
    return { entry: recorded.id };
  }

  async #attempt(signal: AbortSignal): Promise<void> {
    const { settings, network } = this.#context;
    const loss = new LineLoss();
    const line = await openSockJs(
      addressOf(settings, this.#token.value),
      network,
      {
        reached: () => this.#context.authenticating(),
        message: (text, oddity) => this.#inbox.received(text, oddity),
        heartbeat: () => {},
        lost: loss.tell,
      },
      { signal, timeout: settings.connectTimeout * 1000 },
    ).catch((error) => {
      throw isUnauthorised(error) ? new RefusedToken(error) : error;
    });
    loss.handTo((refusal) => this.#lost(line, refusal));
    try {
      if (signal.aborted) throw stopped();
      this.#opened(line);
    } catch (error) {
      line.close();
      this.#ended();
      throw error;
    }
  }

  #opened(line: SockJsLine): void {
    this.#line = line;
    noteOpen(this.#context, line.facts);
    this.#types.show();
    const { announce, announceStatus } = this.#context.settings;
    if (announce !== 'nothing') this.announce({ availability: announce, status: announceStatus, attributes: '{}' });
  }

  /** A token that was invalidated ends the line: the next attempt finds out, and gets another. */
  #lost(line: SockJsLine, { reason, retry }: Refusal): void {
    if (this.#line !== line) return;
    this.#ended();
    this.#context.lost(new Refusal(reason, { retry: retry || reason.code === 'credentials' }));
  }

  #ended(): void {
    this.#line = undefined;
    this.#exchanges.lineLost();
    this.#roster.lineLost();
  }

  #open(): SockJsLine {
    if (this.#line) return this.#line;
    throw notOpen();
  }
}

/** The service was reached, and does not let this token in. */
class RefusedToken extends Refusal {
  constructor({ reason }: Refusal) {
    const text = 'The service does not accept the token (HTTP 401).';
    const hint = 'Get a new one for a subscriber of this service, and check where the profile says that it goes.';
    super({ ...reason, text, hint }, { retry: false });
  }
}

/** Only a 401 is about the token: 403 says that it is good but not for this, 407 is a proxy's. */
function isUnauthorised(error: unknown): error is Refusal {
  return (
    error instanceof Refusal && error.reason.code === 'credentials' && /\bHTTP 401\b/.test(error.reason.detail ?? '')
  );
}

function given(attributes: string): { attributes?: object } {
  const parsed: object = JSON.parse(attributes);
  return Object.keys(parsed).length > 0 ? { attributes: parsed } : {};
}
