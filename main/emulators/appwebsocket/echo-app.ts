import { decrypt, hash, same } from './cipher.ts';
import type { Line, Place } from './line.ts';
import { type Message, text } from './message.ts';
import { Subscribers } from './subscribers.ts';

/** Messages that a page of the history holds. */
const page = 3;

/**
 * An app service with an API of its own, `Chat`: a room that echoes and remembers. A text may come sealed: then
 * `encrypted` has its ciphertext and `seed` the seed, and `hash`, if it is there, must be right.
 */
export class EchoApp implements Place {
  readonly domain = 'example.com';
  readonly #app: string;
  readonly #password: () => string;
  readonly #room = new Subscribers();
  readonly #history: { from: string; text: string }[] = [];

  constructor(app: string, password: () => string) {
    this.#app = app;
    this.#password = password;
  }

  passwordOf(app: string): string | undefined {
    return app === this.#app ? this.#password() : undefined;
  }

  answer(line: Line, request: Message): void {
    if (text(request, 'api') !== 'Chat') return;
    const mt = text(request, 'mt');
    if (mt === 'Echo') this.#echo(line, request);
    else if (mt === 'Say') this.#say(line, request);
    else if (mt === 'Join') line.reply(request, {}, () => this.#room.add(line, request));
    else if (mt === 'Leave') line.reply(request, {}, () => this.#room.remove(line));
    else if (mt === 'ReadHistory') this.#readHistory(line, request);
    else line.reply(request, { error: 'unknown', errorText: `The API Chat has no ${mt.slice(0, 100)}` });
  }

  /** Somebody says it in the room: sealed for each who listens, or as it is. */
  tell(from: string, words: string, sealed: boolean): void {
    this.#history.push({ from, text: words });
    if (this.#history.length > 1000) this.#history.shift();
    this.#room.tell('Said', (line) => ({ from, ...(sealed ? line.seal(words) : { text: words }) }));
  }

  forget(line: Line): void {
    this.#room.remove(line);
  }

  #echo(line: Line, request: Message): void {
    const words = opened(line, request);
    if (words === undefined) line.reply(request, cannotOpen);
    else line.reply(request, 'encrypted' in request ? line.seal(words) : { text: words });
  }

  #say(line: Line, request: Message): void {
    const words = opened(line, request);
    if (words === undefined) line.reply(request, cannotOpen);
    else line.reply(request, {}, () => this.tell(line.user, words, 'encrypted' in request));
  }

  /** In pages: `more` is the token of the next, and absent with the last. */
  #readHistory(line: Line, request: Message): void {
    const from = Number(text(request, 'more')) || 0;
    const messages = this.#history.slice(from, from + page);
    const rest = this.#history.length > from + page;
    line.reply(request, { messages, ...(rest && { more: String(from + page) }) });
  }
}

const cannotOpen = { error: 'decrypt', errorText: 'The text does not open with this seed and the session’s key' };

function opened(line: Line, request: Message): string | undefined {
  if (!('encrypted' in request)) return text(request, 'text');
  const seed = text(request, 'seed');
  const words = decrypt(line.key, seed, text(request, 'encrypted'));
  if (words === undefined || !('hash' in request)) return words;
  return same(hash(line.key, seed, words), text(request, 'hash')) ? words : undefined;
}
