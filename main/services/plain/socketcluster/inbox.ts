import type { Draft } from '../../../journal/draft.ts';
import { shownToken } from '../../../transports/socketcluster/auth-token.ts';
import { wordsOf } from '../../../transports/socketcluster/failure.ts';
import type { SocketClusterListener } from '../../../transports/socketcluster.ts';
import type { Context } from '../../service.ts';
import type { Calls } from './calls.ts';
import type { Channels } from './channels.ts';

/** Longer names become an argument: they would burden every row of the log. */
const nameLimit = 200;

type Told = Omit<SocketClusterListener, 'reached' | 'lost'>;

/** Everything the server sends unasked, recorded as it came. */
export class Inbox implements Told {
  readonly #journal: Pick<Context<unknown>, 'record' | 'conceal'>;
  readonly #channels: Channels;
  readonly #calls: Calls;

  constructor(journal: Pick<Context<unknown>, 'record' | 'conceal'>, channels: Channels, calls: Calls) {
    this.#journal = journal;
    this.#channels = channels;
    this.#calls = calls;
  }

  event(name: string, data: unknown, answer?: (value: unknown, error?: unknown) => void): void {
    const { marks = [], ...asked } = answer ? this.#calls.asked(answer) : {};
    const args = data === undefined ? [] : [data];
    if (name.length <= nameLimit) this.#record({ kind: name, args, marks, ...asked });
    else {
      const kind = name.slice(0, nameLimit);
      this.#record({ kind, args: [name, ...args], marks: [...marks, 'long name'], ...asked });
    }
  }

  published(channel: string, data: unknown): void {
    this.#channels.count(channel, 'received');
    const args = data === undefined ? [] : [data];
    if (channel.length <= nameLimit) this.#record({ kind: '#publish', to: channel, args });
    else {
      const to = channel.slice(0, nameLimit);
      this.#record({ kind: '#publish', to, args: [channel, ...args], marks: ['long name'] });
    }
  }

  kickedOut(channel: string | undefined, message: string): void {
    this.#channels.putOut(channel);
    const preview = `Put out of ${channel === undefined ? 'all channels' : channel.slice(0, nameLimit)}: ${message}`;
    this.#record({ kind: '#kickOut', args: [{ channel, message }], preview: preview.slice(0, 500), tone: 'bad' });
  }

  authenticated({ authenticated, token, error }: Parameters<Told['authenticated']>[0]): void {
    if (authenticated && token !== null) {
      this.#journal.conceal(token);
      this.#record({
        kind: '#setAuthToken',
        args: [{ token: shownToken(token) }],
        preview: 'The server gave us a token',
        tone: 'good',
        marks: ['token hidden'],
      });
    } else if (error === undefined) {
      this.#record({ kind: '#removeAuthToken', args: [], preview: 'The server took our token away' });
    } else {
      this.#record({ kind: 'token refused', args: [error], preview: wordsOf(error), tone: 'bad' });
    }
  }

  odd(frame: unknown): void {
    this.#record({ kind: 'odd frame', args: [frame], marks: ['odd'] });
  }

  #record(draft: Omit<Draft, 'direction'>): void {
    this.#journal.record({ ...draft, direction: 'in' });
  }
}
