import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import type { Context } from '../service.ts';
import { type Api, ApiRefusal, type Login } from './api.ts';
import { findOwnKey, makeOwnKey, type OwnKey } from './own-key.ts';
import type { Settings } from './settings.ts';

type EntranceContext = Pick<
  Context<Settings>,
  'settings' | 'memory' | 'record' | 'conceal' | 'ask' | 'authenticating' | 'retryVerdicts'
>;

export interface Admission {
  token: string;
  /** None where the profile has none and is not to publish one. */
  key: OwnKey | undefined;
}

const signUpInput = z.strictObject({
  name: z.string().trim().min(3, 'The service wants at least 3 characters').max(100).meta({ title: 'Name' }),
});

/** The way in: log in, sign up where there is no such account and the user wants it, have our key published. */
export class Entrance {
  readonly #context: EntranceContext;
  readonly #api: Api;

  constructor(context: EntranceContext, api: Api) {
    this.#context = context;
    this.#api = api;
  }

  /** Rejects with a Refusal. */
  async enter(signal: AbortSignal): Promise<Admission> {
    const login = await this.#logIn(signal);
    this.#context.authenticating();
    this.#context.conceal(login.token);
    return { token: login.token, key: await this.#key(login, signal) };
  }

  async #logIn(signal: AbortSignal): Promise<Login> {
    try {
      return await this.#api.logIn(signal);
    } catch (error) {
      if (!(error instanceof ApiRefusal) || !error.unknownAccount) throw error;
    }
    await this.#signUp(signal);
    return this.#api.logIn(signal);
  }

  async #signUp(signal: AbortSignal): Promise<void> {
    const { settings, memory, ask } = this.#context;
    const { name } = await ask(
      {
        title: 'Sign up with Bowl?',
        text: 'The service has no account with this e-mail address. Give a name to make one, with the password of this profile; or stop connecting and correct the address.',
        facts: [
          { name: 'E-mail', value: settings.email },
          { name: 'Password', value: 'At least 8 characters, with a digit, a small and a capital letter' },
        ],
        input: signUpInput,
        submit: 'Sign up',
      },
      signal,
    );
    const key = (await findOwnKey(memory)) ?? (await makeOwnKey(memory));
    const words = await this.#api.signUp(name, key.publicKey, signal);
    await ask(
      {
        title: 'Open the link in the mail',
        text: 'Bowl has sent a mail with a link, which is good for two minutes. Open it, then go on.',
        facts: words === '' ? [] : [{ name: 'The service says', value: words }],
        input: z.strictObject({}),
        submit: 'I have opened it',
      },
      signal,
    );
  }

  async #key({ token, published }: Login, signal: AbortSignal): Promise<OwnKey | undefined> {
    const { settings, memory } = this.#context;
    const found = await findOwnKey(memory);
    const key = found ?? (settings.publishKey ? await makeOwnKey(memory) : undefined);
    if (signal.aborted) throw new Refusal({ code: 'user', text: 'Stopped.' }, { retry: false });
    const before = published?.fingerprint ?? 'none';
    const ours = key?.publicKey.fingerprint ?? 'none';
    if (key && published?.base64 === key.publicKey.base64) return key;
    if (key && settings.publishKey) {
      await this.#api.publish(token, key.publicKey, signal);
      this.#note(
        'key published',
        'plain',
        { before, ours },
        'Our key is published: from now on contacts encrypt for it.',
      );
    } else {
      this.#note(
        'key differs',
        'bad',
        { before, ours },
        'Contacts encrypt for another key than ours: messages stay locked.',
      );
    }
    return key;
  }

  #note(kind: string, tone: 'plain' | 'bad', fact: { before: string; ours: string }, preview: string): void {
    this.#context.record({ direction: 'note', kind, tone, args: [fact], preview });
  }
}
