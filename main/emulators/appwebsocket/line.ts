import { randomInt } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Conditions } from '../conditions.ts';
import type { Recorded } from '../playback.ts';
import { encrypt, same, sessionKey, sha256 } from './cipher.ts';
import { type Message, readMessage, text } from './message.ts';
import type { AppwebsocketOptions } from './options.ts';
import { isLogin, messageFor, srcOf } from './recorded-message.ts';

/** What is found behind a path: who may log in there, and what is answered to those who did. */
export interface Place {
  readonly domain: string;
  /** None for an app that is not known here. */
  passwordOf(app: string): string | undefined;
  /** `src` and `api` of results are filled in by {@link Line.reply}. */
  answer(line: Line, message: Message): void;
}

/** Requests whose indications from a tape find their `src`. */
const remembered = 10_000;

interface Around {
  place: Place;
  conditions: Conditions;
  options: AppwebsocketOptions;
}

/** One client's line: the login, then requests and their results. */
export class Line {
  readonly place: Place;
  /** The session key; empty before the login. */
  key = '';
  /** `sip` of the login. */
  user = '';
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #around: Around;
  readonly #timers = new Set<NodeJS.Timeout>();
  #challenge: string | undefined;
  #last = '';
  /** The `src` of this line's requests by that of the recorded ones they stand for. */
  readonly #sources = new Map<unknown, unknown>();

  /** `stream`: what carries the socket. */
  constructor(socket: WebSocket, stream: Duplex, around: Around) {
    this.place = around.place;
    this.#socket = socket;
    this.#stream = stream;
    this.#around = around;
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? undefined : readMessage(String(data));
      if (message) this.#receive(message);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const timer of this.#timers) clearTimeout(timer);
      this.#timers.clear();
    });
  }

  get loggedIn(): boolean {
    return this.key !== '';
  }

  /** Bytes that the client has not taken yet. */
  get backlog(): number {
    return this.#socket.bufferedAmount;
  }

  send(message: Message): void {
    this.sendText(JSON.stringify(message));
  }

  /** In frames of the size asked for; letters may be cut in two between them (RFC 6455, 5.4 allows it). */
  sendText(message: string): void {
    this.#last = message;
    const bytes = Buffer.from(message);
    const size = this.#around.options.fragment;
    for (let at = 0; at === 0 || at < bytes.length; at += size) {
      const fin = at + size >= bytes.length;
      this.#socket.send(bytes.subarray(at, at + size), { binary: false, compress: false, fin });
    }
  }

  /** What was recorded; under this line's own `src` where it made the request that it belongs to. `text` that is no UTF-8 came as bytes. */
  play(message: string | Buffer, kind: string): void {
    if (typeof message !== 'string') this.#socket.send(message, { binary: kind === 'binary', compress: false });
    else {
      const src = srcOf(message);
      this.sendText(this.#sources.has(src) ? messageFor(message, this.#sources.get(src)) : message);
    }
  }

  sendBytes(bytes: Buffer): void {
    this.#socket.send(bytes, { compress: false });
  }

  /** Everything that is sent meanwhile goes out in one write, so that the client gets it at once. */
  together(send: () => void): void {
    this.#stream.cork();
    send();
    this.#stream.uncork();
  }

  /** What was sent last once more. */
  repeat(): void {
    this.sendText(this.#last);
  }

  /** The result of a request: echoes its `api` and `src`. Faults hold it back, but not what follows from it. */
  reply(request: Message, result: Message = {}, then: () => void = () => {}): void {
    const { silent, slow } = this.#around.conditions;
    const answer = () => {
      if (!silent) this.send({ mt: `${text(request, 'mt')}Result`, ...echoed(request), ...result });
      then();
    };
    if (slow === 0) answer();
    else this.#after(slow, answer);
  }

  /** With a fresh seed; garbage on request. */
  seal(plain: string): { seed: string; encrypted: string } {
    const seed = randomInt(2 ** 47).toString(16);
    const stale = this.#around.options.ciphertext === 'garbage';
    return { seed, encrypted: encrypt(stale ? sha256(this.key) : this.key, seed, plain) };
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  #receive(message: Message): void {
    const mt = text(message, 'mt');
    if (mt === 'CheckBuild') this.reply(message, { url: text(message, 'url') });
    else if (this.loggedIn && this.#isPrompted(message)) return;
    else if (this.loggedIn) this.place.answer(this, message);
    else if (mt === 'AppChallenge') this.#challengeOnce(message);
    else if (mt === 'AppLogin') this.#login(message);
  }

  /** Whether a tape answers it. Logins are sealed with the key of one line, so they are never the tape's. */
  #isPrompted(request: Message): boolean {
    const kind = text(request, 'mt');
    if (isLogin(`${kind}Result`)) return false;
    const answer = ({ args: [message] }: Recorded) => {
      if (typeof message !== 'string') return 'unsendable';
      this.sendText(messageFor(message, request.src));
      return undefined;
    };
    const recorded = this.#around.conditions.prompter?.asked({ client: this, kind, answer });
    const src = srcOf(recorded?.args[0]);
    if (src !== undefined && this.#sources.size < remembered) this.#sources.set(src, request.src);
    return recorded !== undefined;
  }

  /** Ten digits, the first never 0, so that they are the same as a number. */
  #challengeOnce(request: Message): void {
    this.#challenge ??= String(randomInt(1_000_000_000, 9_999_999_999));
    const { challenge } = this.#around.options;
    const written = challenge === 'number' ? Number(this.#challenge) : this.#challenge;
    this.send({ mt: 'AppChallengeResult', ...echoed(request), challenge: written });
  }

  #login(request: Message): void {
    const challenge = this.#challenge;
    const password = this.place.passwordOf(text(request, 'app'));
    this.#challenge = undefined;
    const right =
      !this.#around.conditions.refuse &&
      challenge !== undefined &&
      password !== undefined &&
      same(digestOf(request, challenge, password), text(request, 'digest'));
    if (!right) {
      this.send({ mt: 'AppLoginResult', ...echoed(request), errorText: 'Login failed' });
      this.close(1000, '');
      return;
    }
    this.key = sessionKey(challenge, password);
    this.user = text(request, 'sip');
    this.send({ mt: 'AppLoginResult', ...echoed(request), ok: true, domain: this.place.domain });
    this.#around.conditions.prompter?.audience();
  }

  #after(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

/** Over what came, field by field; `info` written again, and only where it came (vendor's SDK, “AppWebsocket”). */
function digestOf(login: Message, challenge: string, password: string): string {
  const fields = ['app', 'domain', 'sip', 'guid', 'dn'].map((field) => text(login, field));
  const info = Object.hasOwn(login, 'info') ? [JSON.stringify(login.info)] : [];
  return sha256([...fields, ...info, challenge, password].join(':'));
}

function echoed(request: Message): Message {
  return Object.fromEntries(['api', 'src'].flatMap((name) => (name in request ? [[name, request[name]]] : [])));
}
