import { own } from '../../own.ts';
import { Refusal } from '../../refusal.ts';
import { refusedByStatus } from '../../transports/failure.ts';
import type { HttpAnswer, Network } from '../../transports/network.ts';
import { textOf } from './packet.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';
import { apiUrl, type Settings } from './settings.ts';

/** What the server hands out on logging in: a JWT that is good for a week, and the key that contacts encrypt for. */
export interface Login {
  token: string;
  name: string;
  published: PublicKey | undefined;
}

export interface Details {
  name: string;
  publicKey: PublicKey | undefined;
}

export interface NewGroup {
  id: string;
  name: string;
  description: string;
}

const tokenLimit = 10_000;

/** The server's HTTP calls (observed on bowl-cloud; its page on them describes something else). All reject with a Refusal. */
export class Api {
  readonly #settings: Settings;
  readonly #network: Network;

  constructor(settings: Settings, network: Network) {
    this.#settings = settings;
    this.#network = network;
  }

  async logIn(signal: AbortSignal): Promise<Login> {
    const { email, password } = this.#settings;
    const answer = await this.#ask('POST', '/login', signal, { body: { email, password } });
    const token = textOf(answer, 'data', tokenLimit);
    if (token === undefined) throw strange('The login', answer);
    const user = own(answer, 'user');
    return { token, name: textOf(user, 'name') ?? '', published: readPublicKey(own(user, 'publicKey')) };
  }

  /** The server then mails a link, which is good for two minutes. Answers what it says. */
  async signUp(name: string, publicKey: PublicKey, signal: AbortSignal): Promise<string> {
    const { email, password } = this.#settings;
    const body = { name, email, password, public_key: publicKey.base64 };
    return textOf(await this.#ask('POST', '/signup', signal, { body }), 'msg', 1000) ?? '';
  }

  async publish(token: string, publicKey: PublicKey, signal: AbortSignal): Promise<void> {
    await this.#ask('PUT', '/user/update', signal, { token, body: { public_key: publicKey.base64 } });
  }

  /** Of any account. */
  async details(email: string, signal: AbortSignal): Promise<Details> {
    const answer = await this.#ask('GET', `/user/getUserDetails?email=${encodeURIComponent(email)}`, signal, {});
    const data = own(answer, 'data');
    return { name: textOf(data, 'name') ?? '', publicKey: readPublicKey(own(data, 'public_key')) };
  }

  /** Groups are made here and nowhere else; our open line is joined to it. */
  async createGroup(token: string, group: Omit<NewGroup, 'id'>, signal: AbortSignal): Promise<NewGroup> {
    const answer = await this.#ask('POST', '/groupChat', signal, { token, body: group });
    const id = textOf(own(answer, 'data'), 'groupId');
    if (id === undefined) throw strange('The new group', answer);
    return { ...group, id };
  }

  async editGroup(token: string, { id, name, description }: NewGroup, signal: AbortSignal): Promise<void> {
    await this.#ask('PUT', '/groupChat', signal, { token, body: { groupId: id, name, description } });
  }

  /** As the server keeps them; their form is documented nowhere. */
  async groupMembers(token: string, id: string, signal: AbortSignal): Promise<unknown> {
    return own(
      await this.#ask('GET', `/groupChat/groupMember?id=${encodeURIComponent(id)}`, signal, { token }),
      'data',
    );
  }

  /** `Authorization` is the token alone: with `Bearer` before it the server refuses it. */
  async #ask(
    method: string,
    path: string,
    signal: AbortSignal,
    { token, body }: { token?: string; body?: Record<string, string> },
  ): Promise<unknown> {
    const url = apiUrl(this.#settings, path);
    const answer = await this.#network.request(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(token !== undefined && { authorization: token }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal,
    });
    return readEnvelope(answer, url);
  }
}

/** `{status: "SUCCESS" | "FAILURE", msg, data}`; failures come with HTTP 400. */
function readEnvelope(answer: HttpAnswer, url: URL): unknown {
  const envelope = parse(answer.text);
  const status = own(envelope, 'status');
  if (status === 'SUCCESS') return envelope;
  if (status === 'FAILURE') throw new ApiRefusal(textOf(envelope, 'msg', 1000) ?? 'no reason given');
  const detail = `HTTP ${answer.status}: ${answer.text.slice(0, 500)}`;
  if (answer.status === 404) {
    const text = `${url.host} answers, but there is no Bowl at this address.`;
    const hint = 'Check the server and the API path prefix.';
    throw new Refusal({ code: 'address', text, detail, hint }, { retry: false });
  }
  if (answer.status !== 200) throw refusedByStatus(answer.status, url.host, answer.text);
  const text = `${url.host} answers, but not as Bowl does.`;
  throw new Refusal({ code: 'protocol', text, detail, hint: 'Check the server and the port.' }, { retry: false });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function strange(what: string, answer: unknown): Refusal {
  const text = `${what} was answered in a way that is not known.`;
  const known = { status: own(answer, 'status'), msg: own(answer, 'msg') };
  return new Refusal({ code: 'protocol', text, detail: JSON.stringify(known).slice(0, 500) }, { retry: false });
}

/** The server's own words for a refusal, and what they mean. */
export class ApiRefusal extends Refusal {
  /** There is no account of this e-mail. */
  readonly unknownAccount: boolean;

  constructor(words: string) {
    const known = meanings.find(([pattern]) => pattern.test(words))?.[1];
    const text = known?.text ?? `The service refuses: ${words}`;
    const hint = known?.hint;
    const code = known ? 'credentials' : 'protocol';
    super({ code, text, detail: words, ...(hint !== undefined && { hint }) }, { retry: false });
    this.unknownAccount = /doesn't match any account/i.test(words);
  }
}

const meanings: [RegExp, { text: string; hint: string }][] = [
  [
    /not verified/i,
    {
      text: 'The e-mail address of this account is not verified yet.',
      hint: 'Open the link in the mail from Bowl within two minutes of signing up; then connect again.',
    },
  ],
  [
    /invalid credentials/i,
    { text: 'The service refused the password.', hint: 'Check it; the server can mail a way to reset it.' },
  ],
  [
    /doesn't match any account/i,
    {
      text: 'The service has no account with this e-mail address.',
      hint: 'Correct it, or sign up when you are asked.',
    },
  ],
  [
    /auth token/i,
    { text: 'The service no longer accepts our login.', hint: 'Disconnect and connect: that logs in again.' },
  ],
];
