import { businessAnswer, businessContent } from './business.ts';
import type { Cast, Party } from './cast.ts';
import { damage } from './envelope.ts';
import { type Identity, signContent } from './identity.ts';
import { type Message, writeMessage } from './message.ts';
import type { Post } from './post.ts';

type Holder = Party & { identity: Identity };

/** Milliseconds between two messages of Carol's. */
const pauses = [2400, 3100, 1900, 4200, 2700];

/** Carol trades with everyone and answers what she is sent; Mallory pretends. */
export class Personas {
  readonly #post: Post;
  readonly #cast: Cast;
  readonly #timers = new Set<NodeJS.Timeout>();
  #talking = false;
  #count = 0;

  constructor(post: Post, cast: Cast) {
    this.#post = post;
    this.#cast = cast;
    cast.carol.destination.resident = (message) => this.#answer(message);
  }

  /** Within two seconds one message of each kind that a client must tell apart, then a message every few seconds. */
  talk(): void {
    if (this.#talking) return;
    this.#talking = true;
    const { alice, bob } = this.#cast;
    this.#after(100, () => this.#say(alice, 'Good morning, Alice! Carol here. Your order is being picked. ☕'));
    this.#after(200, () => this.#say(bob, 'Good morning, Bob! This one is sealed for you and signed by me. 🔏'));
    this.#after(600, () => this.#forge(bob));
    this.#after(1000, () => this.#damage(bob));
    this.#after(1400, () => this.#misaddress(bob));
    this.#after(3000, () => this.#chat());
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#cast.carol.destination.resident = () => {};
  }

  #chat(): void {
    const n = this.#count++;
    this.#say(n % 2 === 0 ? this.#cast.alice : this.#cast.bob, businessContent(n));
    this.#after(pauses[n % pauses.length] ?? 3000, () => this.#chat());
  }

  #answer({ from, content }: Message): void {
    const to = this.#post.environment.destination(from);
    if (!to || to === this.#cast.carol.destination) return;
    this.#after(500, () => this.#say({ destination: to }, businessAnswer(content, this.#count++)));
  }

  #say({ destination }: Pick<Party, 'destination'>, content: string | Buffer): void {
    if (!this.#post.reaches(destination.uri)) return;
    this.#post.deliver(this.#signed(this.#cast.carol, destination.uri, content), this.#key('carol'));
  }

  /** Signed, but with a key that does not belong to Mallory's certificate. The service would have refused it. */
  #forge({ destination }: Party): void {
    const { mallory, dave } = this.#cast;
    if (!this.#post.reaches(destination.uri)) return;
    const content = 'Our bank details have changed. Please pay today. Regards, Mallory';
    const message = this.#signed({ ...mallory, identity: dave.identity }, destination.uri, content);
    this.#post.deliver(message, this.#key('mallory'));
  }

  /** An envelope with one flipped bit. */
  #damage({ destination }: Holder): void {
    const message = this.#signed(this.#cast.carol, destination.uri, 'This delivery note was damaged on its way.');
    const envelope = this.#post.seal(writeMessage(message, this.#post.dialect), destination.certificate ?? '');
    this.#post.put(destination.uri, damage(envelope), this.#key('carol'));
  }

  /** Reaches Bob, but only Dave could open it. */
  #misaddress({ destination }: Party): void {
    const { carol, dave } = this.#cast;
    const message = this.#signed(carol, dave.destination.uri, 'For Dave’s eyes only.');
    const envelope = this.#post.seal(writeMessage(message, this.#post.dialect), dave.identity.certificate);
    this.#post.put(destination.uri, envelope, this.#key('carol'));
  }

  #signed({ destination, identity }: Holder, to: string, content: string | Buffer): Message {
    return { from: destination.uri, to, content, signature: signContent(content, identity.privateKey) };
  }

  #key(name: string): string {
    return `${name}-${Date.now().toString(36)}-${this.#count}`;
  }

  #after(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }
}
