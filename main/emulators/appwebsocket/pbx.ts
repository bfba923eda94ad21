import type { Line, Place } from './line.ts';
import { type Message, text } from './message.ts';
import { Presence } from './presence.ts';
import { type Service, Services } from './services.ts';

/** The PBX: where the console logs in as an app object, finds services and is told of presence. */
export class Pbx implements Place {
  readonly domain = 'example.com';
  readonly presence = new Presence();
  readonly services: Services;
  readonly #appObjects: ReadonlyMap<string, () => string>;

  /** `appObjects`: passwords by name, as they are at the moment. */
  constructor(appObjects: ReadonlyMap<string, () => string>, services: Service[]) {
    this.#appObjects = appObjects;
    this.services = new Services(services);
  }

  passwordOf(app: string): string | undefined {
    return this.#appObjects.get(app)?.();
  }

  /** What is not known is not answered. */
  answer(line: Line, request: Message): void {
    const api = text(request, 'api');
    if (api === 'Services') this.#services(line, request);
    else if (api === 'PbxApi') this.#pbxApi(line, request);
    else if (text(request, 'mt') === 'AppInfo') {
      line.reply(request, { app: text(request, 'app'), info: {}, serviceInfo: {}, deviceapp: '' });
    }
  }

  #services(line: Line, request: Message): void {
    const mt = text(request, 'mt');
    if (mt === 'SubscribeServices') this.services.subscribe(line, request);
    else if (mt === 'UnsubscribeServices') this.services.unsubscribe(line, request);
    else if (mt === 'GetServiceLogin') this.services.getLogin(line, request);
  }

  #pbxApi(line: Line, request: Message): void {
    const mt = text(request, 'mt');
    if (mt === 'SubscribePresence') this.presence.subscribe(line, request);
    else if (mt === 'UnsubscribePresence') this.presence.unsubscribe(line, request);
    else if (mt === 'SetPresence') this.presence.set(line, request);
  }

  forget(line: Line): void {
    this.presence.forget(line);
    this.services.forget(line);
  }
}
