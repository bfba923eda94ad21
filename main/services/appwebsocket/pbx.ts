import type { Performed } from '../service.ts';
import type { Answer } from './exchanges.ts';
import type { Outbox } from './outbox.ts';
import type { Outgoing } from './outgoing.ts';
import { type Presences, whoOf } from './presences.ts';

export interface ServiceLoginInput {
  /** SIP name of the service's app object. */
  app: string;
  /** The service's own. */
  challenge: string;
  pbxObj: string;
}

export interface PresenceInput {
  /** SIP name or GUID. */
  who: string;
  contact: string;
  activity: string;
  note: string;
}

/** What a PBX can be asked: its APIs `Services` and `PbxApi`. What was subscribed is subscribed again on each line. */
export class Pbx {
  readonly #outbox: Outbox;
  readonly #presences: Presences;
  #listing: boolean;

  constructor(outbox: Outbox, presences: Presences, listing: boolean) {
    this.#outbox = outbox;
    this.#presences = presences;
    this.#listing = listing;
  }

  /** The line is open. */
  opened(): void {
    if (this.#listing) this.subscribeServices();
    for (const who of this.#presences.wanted) this.subscribePresence(who);
  }

  subscribeServices(): Performed {
    this.#listing = true;
    return this.#outbox.request(this.#message('SubscribeServices', 'Services'));
  }

  getServiceLogin(input: ServiceLoginInput): Performed {
    return this.#outbox.request(this.#loginMessage(input), { action: 'get-service-login', input: { ...input } });
  }

  /** Waits for the result; rejects with a Refusal. */
  askServiceLogin(input: ServiceLoginInput, signal: AbortSignal): Promise<Answer> {
    return this.#outbox.ask(this.#loginMessage(input), signal);
  }

  subscribePresence(who: string): Performed {
    const message = this.#message('SubscribePresence', 'PbxApi', whoOf(who));
    this.#presences.watch(who);
    return this.#outbox.request(message, undefined, ({ reading }) => this.#presences.heard(who, reading));
  }

  unsubscribePresence(who: string): Performed {
    const performed = this.#outbox.request(this.#message('UnsubscribePresence', 'PbxApi', whoOf(who)));
    this.#presences.unwatch(who);
    return performed;
  }

  setPresence(input: PresenceInput): Performed {
    const { who, ...fields } = input;
    const user = /^[0-9a-f]{32}$/i.test(who) ? 'guid' : 'sip';
    const message = this.#message('SetPresence', 'PbxApi', { [user]: who, ...fields });
    return this.#outbox.request(message, { action: 'set-presence', input: { ...input } });
  }

  #loginMessage({ app, challenge, pbxObj }: ServiceLoginInput): Outgoing {
    return this.#message('GetServiceLogin', 'Services', { app, challenge, ...(pbxObj && { pbxObj }) });
  }

  #message(mt: string, api: string, fields: Record<string, string> = {}): Outgoing {
    return this.#outbox.compose(mt, { api }, JSON.stringify(fields));
  }
}
