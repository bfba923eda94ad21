import type { EchoApp } from './echo-app.ts';
import type { Pbx } from './pbx.ts';
import type { Service } from './services.ts';

const chat = [
  { from: 'erika', text: 'Good morning! Is the new PBX up? ☕', sealed: false },
  { from: 'jonas', text: 'Since six. The PIN of the guest phone is 4711.', sealed: true },
  { from: 'erika', text: 'Grüße aus Sindelfingen 👋', sealed: false },
  { from: 'jonas', text: 'The quote is 12.480,00 €. Please keep it among us.', sealed: true },
  { from: 'reception', text: 'Two visitors for Erika are waiting downstairs.', sealed: false },
];

/** What happens by itself: presence changes, people chat, a service comes and goes. */
export class Personas {
  readonly #pbx: Pbx;
  readonly #echo: EchoApp;
  readonly #visitor: Service;
  readonly #timers = new Set<NodeJS.Timeout>();
  #said = 0;

  constructor(pbx: Pbx, echo: EchoApp, visitor: Service) {
    this.#pbx = pbx;
    this.#echo = echo;
    this.#visitor = visitor;
  }

  /** Within a second the first of everything, then something every few seconds. */
  talk(): void {
    if (this.#timers.size > 0) return;
    this.#once(200, () => this.#say());
    this.#once(400, () => this.#pbx.presence.goOn());
    this.#once(800, () => this.#say());
    this.#every(2600, () => this.#pbx.presence.goOn());
    this.#every(3400, () => this.#say());
    this.#every(9000, () => this.#pbx.services.change(this.#visitor));
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #say(): void {
    const next = chat[this.#said++ % chat.length];
    if (next) this.#echo.tell(next.from, next.text, next.sealed);
  }

  #once(milliseconds: number, act: () => void): void {
    this.#timers.add(setTimeout(act, milliseconds));
  }

  #every(milliseconds: number, act: () => void): void {
    this.#timers.add(setInterval(act, milliseconds));
  }
}
