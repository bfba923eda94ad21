import type { Cast } from './cast.ts';
import type { Availability, ServerMessage } from './message.ts';
import type { Messaging } from './messaging.ts';
import type { Subscriber } from './subscriber.ts';

const presences: [Availability, string][] = [
  ['busy', 'With a customer'],
  ['available', 'Back at the desk'],
  ['dnd', 'In a call'],
  ['invisible', ''],
  ['available', 'Here again'],
];
const sentences = [
  'Ticket 4711 is with me, the customer calls back at three.',
  'Who has the keys of the van?',
  'The new firmware is on the test phones. ☎️',
  'Line 2 was down for four minutes, all is well again.',
  'Coffee is ready. ☕',
];
const answers = ['Thanks, I am looking into it.', 'Got it. 👍', 'Could you send me the number?', 'Done!'];
/** Milliseconds between two things that happen. */
const pauses = [2300, 3400, 2800, 4100];

/** Pia and Quentin read what they are sent, answer, talk in the channel, and come and go. */
export class Personas {
  readonly #messaging: Messaging;
  readonly #cast: Cast;
  readonly #timers = new Set<NodeJS.Timeout>();
  #talking = false;
  #count = 0;

  constructor(messaging: Messaging, cast: Cast) {
    this.#messaging = messaging;
    this.#cast = cast;
    for (const persona of [cast.pia, cast.quentin]) persona.resident = (message) => this.#read(persona, message);
  }

  talk(): void {
    if (this.#talking) return;
    this.#talking = true;
    const { nora, omar, pia, quentin } = this.#cast;
    this.#after(400, () => this.#write(pia, nora, 'Good morning, Nora! Pia here, from the service desk.'));
    this.#after(700, () => this.#write(quentin, omar, 'Omar, are you at the customer’s already?'));
    this.#after(1100, () => this.#mention('typing', { 'channel-id': this.#cast.desk.id, subscriber: pia.id }));
    this.#after(1500, () => this.#say(pia, 'The desk is open.'));
    this.#after(2500, () => this.#goOn());
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const persona of [this.#cast.pia, this.#cast.quentin]) persona.resident = undefined;
  }

  #goOn(): void {
    const n = this.#count++;
    const { nora, omar, pia, quentin } = this.#cast;
    const persona = n % 2 === 0 ? pia : quentin;
    if (n % 5 === 4) this.#mention('service-notice', { level: 'info', text: `Queue length is ${n % 7}.` });
    else if (n % 3 === 1) this.#change(persona, n);
    else if (n % 3 === 2) this.#write(persona, n % 2 === 0 ? nora : omar, pick(sentences, n));
    else this.#say(persona, pick(sentences, n));
    this.#after(pick(pauses, n), () => this.#goOn());
  }

  #change(persona: Subscriber, n: number): void {
    const [availability, status] = pick(presences, n);
    Object.assign(persona, { availability, status });
    this.#messaging.changed(persona);
  }

  /** Displayed, then read; a direct message is answered. */
  #read(persona: Subscriber, message: ServerMessage): void {
    const { deliveries, subscribers } = this.#messaging;
    const id = String(message['message-id']);
    this.#after(250, () => deliveries.advance(id, 'displayed'));
    this.#after(600, () => deliveries.advance(id, 'read'));
    const sender = subscribers.get(String(message.from));
    if (message.type !== 'direct-message' || !sender || sender.resident) return;
    this.#after(900, () => this.#write(persona, sender, pick(answers, this.#count++)));
  }

  #write(from: Subscriber, to: Subscriber, text: string): void {
    if (to.lines.size > 0) this.#post(from, { type: 'direct-message', to: to.id, text }, [to]);
  }

  #say(from: Subscriber, text: string): void {
    const { desk } = this.#cast;
    const others = [...desk.members.keys()].filter((member) => member !== from && !member.resident);
    this.#post(
      from,
      { type: 'channel-message', 'channel-id': desk.id, text },
      others.filter(({ lines }) => lines.size > 0),
    );
  }

  #post(from: Subscriber, message: ServerMessage, to: readonly Subscriber[]): void {
    const id = `${from.id}-${Date.now().toString(36)}-${this.#count++}`;
    this.#messaging.post(from, { ...message, 'message-id': id, from: from.id, sent: new Date().toISOString() }, to);
  }

  /** Something that no page names, to everybody. */
  #mention(type: string, fields: object): void {
    for (const subscriber of [this.#cast.nora, this.#cast.omar]) subscriber.tell({ type, ...fields });
  }

  #after(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

function pick<Item>(items: readonly Item[], n: number): Item {
  return items[n % items.length] as Item;
}
