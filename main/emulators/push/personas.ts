import { answerTo, foreignGreeting, greeting, notice } from './desk.ts';
import type { Later } from './later.ts';
import { type Speech, writeMessage } from './message.ts';
import type { Visitors } from './visitors.ts';

/** Milliseconds between two notices. */
const pauses = [6000, 9000, 7000, 12_000];

/** The desk of a library: greets who comes, answers, and has something to say now and then. */
export class Personas {
  readonly #visitors: Visitors;
  readonly #later: Later;
  readonly #channel: string;
  /** Who is about to be greeted: coming back at once does not earn another greeting. */
  readonly #expected = new Set<string>();
  #talking = false;
  #count = 0;

  constructor(visitors: Visitors, later: Later, channel: string) {
    this.#visitors = visitors;
    this.#later = later;
    this.#channel = channel;
  }

  talk(): void {
    if (this.#talking) return;
    this.#talking = true;
    for (const urn of this.#visitors.listening) this.welcome(urn);
    this.#later.after(8000, () => this.#chat());
  }

  /** Somebody has come, or is back. */
  welcome(urn: string): void {
    if (!this.#talking || this.#expected.has(urn)) return;
    this.#expected.add(urn);
    this.#later.after(300, () => this.say(urn, greeting));
    this.#later.after(1500, () => {
      this.#expected.delete(urn);
      this.foreign(urn);
    });
  }

  answer(urn: string, text: string): void {
    this.#later.after(400, () => this.say(urn, answerTo(text, this.#count)));
  }

  say(urn: string, speech: Speech): void {
    this.#visitors.tell(urn, this.write(speech, urn));
  }

  /** On this visitor's channel, and for somebody else. */
  foreign(urn: string): void {
    this.#visitors.tell(urn, this.write(foreignGreeting, '31000000000-0badcafe'));
  }

  write(speech: Speech, to: string): Record<string, unknown> {
    return writeMessage(speech, { id: ++this.#count, to, channel: this.#channel });
  }

  #chat(): void {
    const n = this.#count;
    for (const urn of this.#visitors.listening) this.say(urn, notice(n));
    this.#later.after(pauses[n % pauses.length] ?? 8000, () => this.#chat());
  }
}
