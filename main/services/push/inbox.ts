import type { Offer } from '../../../preload/contract/index.ts';
import type { Draft } from '../../journal/draft.ts';
import { shownToken } from '../../transports/socketcluster/auth-token.ts';
import type { SocketClusterListener } from '../../transports/socketcluster.ts';
import type { Context } from '../service.ts';
import { type Reply, readMessage } from './message.ts';
import type { Sessions } from './sessions.ts';

/** Longer names of events become an argument: they would burden every row of the log. */
const nameLimit = 200;

type Unasked = Pick<SocketClusterListener, 'event' | 'published' | 'kickedOut' | 'authenticated' | 'odd'>;

/** Everything the server sends unasked, recorded with all its arguments. */
export class Inbox implements Unasked {
  readonly #journal: Pick<Context<unknown>, 'record' | 'conceal'>;
  readonly #sessions: Sessions;
  /** Shown again on the next line, as every SocketCluster client does. */
  token: string | undefined;

  constructor(journal: Pick<Context<unknown>, 'record' | 'conceal'>, sessions: Sessions) {
    this.#journal = journal;
    this.#sessions = sessions;
  }

  /** Buttons only under what is meant for us: they answer in our name. */
  published(channel: string, data: unknown): void {
    const { to, from, preview, replies, links } = readMessage(data);
    const ours = to !== undefined && to === this.#sessions.current;
    const marks = [
      ...(to === undefined ? ['names no session'] : ours ? [] : ['not for this session']),
      ...(this.#sessions.isListening(channel) ? [] : ['not subscribed']),
    ];
    this.#record({
      kind: 'message',
      args: [channel, data],
      marks,
      ...(to !== undefined && { to }),
      ...(from !== undefined && { from }),
      ...(preview !== undefined && { preview }),
      ...(ours && replies.length > 0 && { offers: replies.map(offerOf) }),
      ...(links.length > 0 && { links }),
    });
    this.#sessions.count(channel, 'received');
  }

  /** The protocol has no calls in this direction, so none is answered. */
  event(name: string, data: unknown, answer?: unknown): void {
    const marks = answer === undefined ? [] : ['asks for an answer'];
    const args = data === undefined ? [] : [data];
    const tone = name === '#disconnect' ? ({ tone: 'bad' } as const) : {};
    if (name.length <= nameLimit) this.#record({ kind: name, args, marks, ...tone });
    else this.#record({ kind: name.slice(0, nameLimit), args: [name, ...args], marks: [...marks, 'long name'] });
  }

  kickedOut(channel: string | undefined, message: string): void {
    this.#sessions.kickedOut(channel);
    const from =
      channel === undefined ? 'all channels' : channel === this.#sessions.current ? 'our session' : 'a channel';
    this.#record({
      kind: '#kickOut',
      tone: 'bad',
      args: [{ ...(channel !== undefined && { channel }), message }],
      preview: `Put out of ${from}: ${message.slice(0, 300)}`,
    });
  }

  authenticated({ authenticated, token, error }: Parameters<Unasked['authenticated']>[0]): void {
    this.token = token ?? undefined;
    if (token !== null) this.#journal.conceal(token);
    this.#record({
      kind: authenticated ? '#setAuthToken' : '#removeAuthToken',
      args: [...(token === null ? [] : [{ token: shownToken(token) }]), ...(error === undefined ? [] : [error])],
      ...(error !== undefined && { tone: 'bad' }),
      ...(token !== null && { marks: ['token hidden'] }),
      preview: authenticated ? 'The server gave us an auth token' : 'The server took our auth token away',
    });
  }

  odd(frame: unknown): void {
    this.#record({ kind: 'frame', args: [frame], marks: ['not understood'] });
  }

  #record(draft: Omit<Draft, 'direction'>): void {
    this.#journal.record({ ...draft, direction: 'in', opened: { state: 'plain' }, signature: { state: 'none' } });
  }
}

const offerOf = ({ label, text }: Reply): Offer => ({ label, action: 'send', input: { text }, how: 'run' });
