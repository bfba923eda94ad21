import { randomUUID } from 'node:crypto';
import { Refusal, refusalOf } from '../../refusal.ts';
import { notOpen, stopped } from '../../transports/failure.ts';
import { openWebSocket, type WebSocketLine } from '../../transports/websocket.ts';
import type { Context, Performed, Session } from '../service.ts';
import type { SendEncryptedInput, SendInput } from './actions.ts';
import { Exchanges } from './exchanges.ts';
import { FlowControl } from './flow-control.ts';
import { challengeOf, LoginRefused, logIn, type Pass } from './handshake.ts';
import { Inbox } from './inbox.ts';
import { KeepAlive } from './keep-alive.ts';
import { sealMarked } from './marking.ts';
import { Outbox } from './outbox.ts';
import { compose } from './outgoing.ts';
import { Pbx, type ServiceLoginInput } from './pbx.ts';
import { Presences } from './presences.ts';
import { SealedEntries } from './sealed-fields.ts';
import { readServiceLogin } from './service-login.ts';
import { Services } from './services.ts';
import type { SessionKey } from './session-key.ts';
import { addressOf, type Settings } from './settings.ts';
import { noKey, Tools } from './tools.ts';
import { byHand, byPassword, throughPbx } from './ways.ts';

/** What there is between a login and the end of its line. */
interface LoggedIn {
  key: SessionKey | undefined;
  keepAlive: KeepAlive;
}

/** An app object's dealings with a PBX, or a user's with an app service. */
export class AppwebsocketSession implements Session {
  readonly flow: FlowControl;
  readonly tools: Tools;
  readonly pbx: Pbx;
  readonly #context: Context<Settings>;
  readonly #exchanges: Exchanges;
  readonly #presences: Presences;
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  readonly #ending = new AbortController();
  #line: WebSocketLine | undefined;
  #loggedIn: LoggedIn | undefined;

  constructor(context: Context<Settings>) {
    const { settings, directory } = context;
    const exchanges = new Exchanges(context, settings.answerTimeout * 1000);
    const sealed = new SealedEntries();
    const services = new Services(directory, settings.mappings);
    this.#context = context;
    this.#exchanges = exchanges;
    this.#presences = new Presences(directory, settings.presence);
    this.#inbox = new Inbox({ journal: context, exchanges, services, sealed });
    this.#outbox = new Outbox({ journal: context, exchanges, write: (text) => this.#write(text) });
    this.pbx = new Pbx(this.#outbox, this.#presences, settings.subscribeServices);
    this.tools = new Tools({ journal: context, sealed, key: () => this.#key() });
    const reading = { pause: () => this.#line?.pause(), resume: () => this.#line?.resume() };
    this.flow = new FlowControl({ journal: context, ...reading }, settings.flowControl);
  }

  async connect(signal: AbortSignal): Promise<void> {
    const { settings } = this.#context;
    const either = AbortSignal.any([signal, this.#ending.signal]);
    const losing = new AbortController();
    try {
      addressOf(settings);
      // First of all, so that the challenge of the service does not grow old meanwhile.
      const asker = settings.login === 'through' ? await throughPbx(() => this.#asker(either)) : undefined;
      const line = await this.#dial(either, losing);
      this.#opened(line, await this.#logIn(asker, AbortSignal.any([either, losing.signal])));
    } catch (error) {
      const refusal = causeOf(error, either, losing.signal);
      if (refusal instanceof LoginRefused) this.#noteRefusal(refusal);
      this.#line?.close();
      this.#ended(refusal);
      throw refusal;
    }
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#line?.close();
    this.#ended(new Refusal({ code: 'user', text: 'The connection was closed.' }, { retry: false }));
  }

  /** A login at a service that the PBX at the other end knows. Rejects with a Refusal. */
  async serviceLogin(input: ServiceLoginInput, signal: AbortSignal): Promise<Pass> {
    const key = this.#key();
    const pass = readServiceLogin(await this.pbx.askServiceLogin(input, signal), key);
    if (pass.key) this.#context.conceal(pass.key.text);
    return pass;
  }

  send(input: SendInput): Performed {
    const { mt, api, src, rest, answered } = input;
    const resend = { action: 'send', input: { ...input, src: '' } };
    if (answered) return this.#outbox.request(this.#outbox.compose(mt, { api, src }, rest), resend);
    return this.#outbox.tell(compose({ mt, ...(api && { api }), ...(src && { src }) }, rest), resend);
  }

  /** See {@link sealMarked} for the marks. */
  sendEncrypted(input: SendEncryptedInput): Performed {
    const key = this.#key();
    const { message, count } = sealMarked(JSON.parse(input.message), (plain, given = randomUUID()) => ({
      seed: given,
      data: key.encrypt(given, plain),
    }));
    if (count > 0) {
      const resend = { action: 'send-encrypted', input: { ...input } };
      return this.#outbox.whole(JSON.stringify(message), input.answered, resend);
    }
    const hint = 'Write {"encrypted": "plain text"} where a text is to be encrypted.';
    throw new Refusal({ code: 'settings', text: 'Nothing in this message is marked.', hint }, { retry: false });
  }

  keepAlive(): Performed {
    return this.#outbox.tell(compose({ mt: 'KeepAlive' }));
  }

  async #asker(signal: AbortSignal): Promise<AppwebsocketSession> {
    const session = await this.#context.session(this.#context.settings.through ?? '', signal);
    if (session instanceof AppwebsocketSession) return session;
    const hint = 'Choose the profile of a PBX in the settings.';
    throw new Refusal({ code: 'settings', text: 'It is of another service.', hint }, { retry: false });
  }

  async #dial(signal: AbortSignal, losing: AbortController): Promise<WebSocketLine> {
    const { settings, network } = this.#context;
    const line = await openWebSocket(
      addressOf(settings),
      network,
      {
        reached: () => this.#context.authenticating(),
        message: (data, raw) => this.#received(data, raw),
        ping: () => {},
        pong: () => {},
        lost: (refusal) => this.#lost(refusal, losing),
      },
      { signal, timeout: settings.connectTimeout * 1000 },
    );
    this.#line = line;
    return line;
  }

  async #logIn(asker: AppwebsocketSession | undefined, signal: AbortSignal): Promise<Pass> {
    const { settings } = this.#context;
    const { service: app, pbxObj } = settings;
    const challenge = await challengeOf((message) => this.#outbox.ask(message, signal), settings);
    const pass = asker
      ? await throughPbx(() => asker.serviceLogin({ app, challenge: challenge.text, pbxObj }, signal))
      : settings.login === 'by-hand'
        ? await byHand(this.#context, challenge, signal)
        : byPassword(settings, challenge);
    if (pass.key) this.#context.conceal(pass.key.text);
    await logIn((message) => this.#outbox.ask(message, signal), pass.ticket, challenge.text);
    signal.throwIfAborted();
    return pass;
  }

  #opened(line: WebSocketLine, { key, ticket: { login } }: Pass): void {
    const { settings } = this.#context;
    this.#loggedIn = { key, keepAlive: new KeepAlive(settings.keepAlive * 1000, () => this.keepAlive()) };
    const fields = Object.entries(login).map(([name, value]) => ({ name, value: value || '(empty)' }));
    const who = login.sip || login.app || 'nobody in particular';
    const preview = `Logged in as ${who}${key ? '' : ', without a session key'}`;
    this.#context.record({ direction: 'note', kind: 'open', args: [[...line.facts, ...fields]], preview });
    this.pbx.opened();
    for (const greeting of settings.greetings) this.#outbox.whole(greeting, true);
  }

  #noteRefusal({ facts }: LoginRefused): void {
    const preview = facts.map(({ name, value }) => `${name}: ${value}`).join(', ');
    this.#context.record({ direction: 'note', kind: 'login refused', tone: 'bad', args: [facts], preview });
  }

  #received(data: string | Uint8Array, raw: Uint8Array | undefined): void {
    const loggedIn = this.#loggedIn;
    const recorded = this.#inbox.received(data, raw);
    loggedIn?.keepAlive.traffic();
    if (loggedIn) this.flow.arrived(recorded);
  }

  #lost(refusal: Refusal, losing: AbortController): void {
    const wasOpen = this.#loggedIn !== undefined;
    this.#ended(refusal);
    losing.abort(refusal);
    if (wasOpen) this.#context.lost(refusal);
  }

  #ended(refusal: Refusal): void {
    this.#line = undefined;
    this.#loggedIn?.keepAlive.stop();
    this.#loggedIn = undefined;
    this.#exchanges.lineLost(refusal);
    this.#presences.lineLost();
    this.flow.lineLost();
  }

  #write(text: string): void {
    if (!this.#line) throw notOpen();
    this.#line.send(text);
    this.#loggedIn?.keepAlive.traffic();
  }

  #key(): SessionKey {
    if (this.#loggedIn?.key) return this.#loggedIn.key;
    throw noKey();
  }
}

/** Whoever waited was told only to stop: says why. */
function causeOf(error: unknown, either: AbortSignal, losing: AbortSignal): Refusal {
  if (either.aborted) return stopped();
  const isStop = !(error instanceof Refusal) || error.reason.code === 'user';
  return isStop && losing.reason instanceof Refusal ? losing.reason : refusalOf(error);
}
