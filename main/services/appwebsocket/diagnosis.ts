import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import { step } from '../../transports/diagnosis.ts';
import type { Network } from '../../transports/network.ts';
import { diagnoseWebSocket, openWebSocket, type WebSocketLine } from '../../transports/websocket.ts';
import { Exchanges } from './exchanges.ts';
import { type Ask, type Challenge, challengeOf, logIn } from './handshake.ts';
import { digestFacts } from './login.ts';
import { readMessage } from './message.ts';
import { addressOf, type Settings } from './settings.ts';
import { byPassword } from './ways.ts';

/** The transport's steps, then the challenge and, with a password, the login. */
export async function* diagnose(
  settings: Settings,
  network: Network,
  signal: AbortSignal,
): AsyncIterable<DiagnosisStep> {
  const reached = yield* step('address', 'Address', signal, async () => {
    const address = addressOf(settings);
    return { value: address, found: { text: `It leads to ${address.url.origin.replace(/^http/, 'ws')}.` } };
  });
  if (!reached) return;
  for await (const found of diagnoseWebSocket(reached.value, network, signal)) {
    yield found;
    if (found.state === 'failed') return;
  }
  const talk = new Talk(settings);
  try {
    yield* diagnoseLogin(settings, talk, signal, () => talk.open(network, signal));
  } finally {
    talk.close();
  }
}

async function* diagnoseLogin(
  settings: Settings,
  { ask }: Talk,
  signal: AbortSignal,
  open: () => Promise<void>,
): AsyncIterable<DiagnosisStep> {
  const given = yield* step('challenge', 'Challenge', signal, async () => {
    await open();
    const challenge = await challengeOf(ask(signal), settings);
    const facts = [{ name: 'Challenge', value: challenge.text }];
    return { value: challenge, found: { text: 'The server gives a challenge to log in with.', facts } };
  });
  if (!given) return;
  if (settings.login === 'password') yield* step('login', 'Login', signal, () => tryLogin(given.value));
  else yield { id: 'login', title: 'Login', state: 'skipped', text: laterWords(settings.login), facts: [] };

  async function tryLogin(challenge: Challenge) {
    const { ticket } = byPassword(settings, challenge);
    await logIn(ask(signal), ticket, challenge.text);
    return {
      value: undefined,
      found: { text: 'The server accepts the login.', facts: digestFacts(ticket.login, challenge.text) },
    };
  }
}

const laterWords = (login: 'through' | 'by-hand') =>
  login === 'through' ? 'Left to the connection, which asks the PBX.' : 'Left to the connection, which asks you.';

/** A line for the report alone; nothing of it is recorded. */
class Talk {
  readonly #settings: Settings;
  readonly #exchanges: Exchanges;
  #line: WebSocketLine | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    const nowhere = { record: () => ({ id: 0, step() {}, judged() {} }) };
    this.#exchanges = new Exchanges(nowhere, settings.answerTimeout * 1000);
  }

  readonly ask =
    (signal: AbortSignal): Ask =>
    (message) =>
      this.#exchanges.ask(message, (text) => this.#line?.send(text), signal);

  async open(network: Network, signal: AbortSignal): Promise<void> {
    const listener = {
      reached() {},
      message: (data: string | Uint8Array) => this.#received(data),
      ping() {},
      pong() {},
      lost: (refusal: Refusal) => this.#exchanges.lineLost(refusal),
    };
    const timeout = this.#settings.connectTimeout * 1000;
    this.#line = await openWebSocket(addressOf(this.#settings), network, listener, { signal, timeout });
  }

  close(): void {
    this.#line?.close();
    this.#exchanges.lineLost(new Refusal({ code: 'user', text: 'The report is over.' }, { retry: false }));
  }

  #received(data: string | Uint8Array): void {
    const reading = typeof data === 'string' ? readMessage(data) : undefined;
    if (reading && typeof data === 'string') this.#exchanges.received({ reading, text: data }, { kind: '', args: [] });
  }
}
