import { randomBytes } from 'node:crypto';
import { encrypt, sessionKey, sha256 } from './cipher.ts';
import type { Line } from './line.ts';
import { type Message, text } from './message.ts';
import { Subscribers } from './subscribers.ts';

/** An app that others can log in to through the PBX. */
export interface Service {
  /** SIP URI of its app object: what `GetServiceLogin` names. */
  name: string;
  title: string;
  url: string;
  info: Message;
  /** Name of the app as it logs in, and its password. None where the PBX may hand out no login. */
  login?: { app: string; password(): string };
}

const domain = 'example.com';

/** The API `Services` of the PBX (vendor's SDK, “Services”). */
export class Services {
  readonly #all: Service[];
  readonly #subscribers = new Subscribers();

  constructor(all: Service[]) {
    this.#all = all;
  }

  subscribe(line: Line, request: Message): void {
    this.#subscribers.add(line, request);
    line.reply(request, {}, () => this.#subscribers.tellOne(line, 'ServicesInfo', this.#info()));
  }

  unsubscribe(line: Line, request: Message): void {
    this.#subscribers.remove(line);
    line.reply(request);
  }

  /** A service appears, or the one that appeared goes again. */
  change(service: Service): void {
    const index = this.#all.findIndex(({ name }) => name === service.name);
    if (index < 0) this.#all.push(service);
    else this.#all.splice(index, 1);
    this.#subscribers.tell('ServicesInfo', () => this.#info());
  }

  getLogin(line: Line, request: Message): void {
    line.reply(request, this.#loginFor(line, request));
  }

  forget(line: Line): void {
    this.#subscribers.remove(line);
  }

  /** A login at the service under the name of whoever asks; the session key sealed with that of this line. */
  #loginFor(line: Line, request: Message): Message {
    const [name, challenge] = [text(request, 'app'), text(request, 'challenge')];
    const service = this.#all.find((each) => each.name === name);
    if (!service) return { error: 1, errorText: `No app object ${name.slice(0, 100)}` };
    if (!service.login) return { error: 2, errorText: 'The app is not ticked for this app object' };
    if (challenge === '') return { error: 3, errorText: 'No challenge' };
    const { app } = service.login;
    const [sip, guid, dn] = [line.user, '00112233445566778899aabbccddeeff', 'Console'];
    const info = { appobj: name.split('@')[0], pbx: 'master', cn: 'Konsole Müller' };
    const password = service.login.password();
    const salt = randomBytes(2).toString('hex');
    return {
      ...{ domain, sip, guid, dn, pbxObj: info.appobj, app, info },
      digest: sha256([app, domain, sip, guid, dn, JSON.stringify(info), challenge, password].join(':')),
      salt,
      key: encrypt(line.key, salt, sessionKey(challenge, password)),
    };
  }

  #info(): Message {
    return { services: this.#all.map(({ name, title, url, info }) => ({ name, title, url, info })) };
  }
}
