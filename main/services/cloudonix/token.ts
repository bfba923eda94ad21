import { z } from 'zod';
import type { Reason } from '../../../preload/contract/index.ts';
import { refusalOf } from '../../refusal.ts';
import type { Context } from '../service.ts';
import { bearerToken, type Settings } from './settings.ts';
import { runTokenCommand } from './token-command.ts';

const answer = z.strictObject({
  token: bearerToken.min(1).meta({ title: 'Bearer token', secret: true }),
});

type Around = Pick<Context<Settings>, 'settings' | 'network' | 'memory' | 'conceal' | 'ask' | 'record'>;

/** The bearer token of a profile, and how it gets another. */
export class Token {
  readonly #around: Around;
  #value: string | undefined;

  constructor(around: Around) {
    this.#around = around;
    this.#value = around.settings.token || undefined;
  }

  get value(): string | undefined {
    return this.#value;
  }

  /**
   * Gets another one, by the token command or from the user, and keeps it in place of the profile's. `refused`: what
   * the service said to the present one, if there is one. Rejects with a Refusal, or the signal's reason.
   */
  async renew(refused: Reason | undefined, signal: AbortSignal): Promise<void> {
    const { settings, network, conceal, record } = this.#around;
    const commanded = settings.tokenUrl !== '';
    const token = commanded ? await runTokenCommand(settings, network, signal) : await this.#ask(refused, signal);
    conceal(token);
    this.#value = token;
    const preview = commanded ? 'By the token command' : 'Given by you';
    record({ direction: 'note', kind: 'new token', args: [{ from: preview }], preview });
    await this.#keep(token);
  }

  async #ask(refused: Reason | undefined, signal: AbortSignal): Promise<string> {
    const { settings, ask } = this.#around;
    const said = refused?.detail ?? refused?.text;
    const question = {
      title: 'New bearer token',
      text: refused
        ? 'The service does not accept the token any more. Get a new one for this subscriber from API.Core.'
        : 'The profile has no token. Get one for this subscriber from API.Core.',
      facts: [
        { name: 'Service', value: settings.url },
        ...(said === undefined ? [] : [{ name: 'It answered', value: said }]),
      ],
      input: answer,
      submit: 'Connect',
    };
    return (await ask(question, signal)).token;
  }

  /** A token that cannot be kept is good for this time. */
  async #keep(token: string): Promise<void> {
    const { memory, record } = this.#around;
    try {
      await memory.put('token', token);
    } catch (error) {
      const { reason } = refusalOf(error);
      const preview = 'The new token could not be kept; the next time it is needed again.';
      record({ direction: 'note', kind: 'token not kept', tone: 'bad', args: [reason], preview });
    }
  }
}
