import type { Fact } from '../../../preload/contract/index.ts';
import { own } from '../../own.ts';
import { longest } from './client.ts';
import { refusedHandshake } from './failure.ts';
import { type Frame, writeFrame } from './frames.ts';

/** Milliseconds without a ping after which a client gives up, where the server does not say (socketcluster-server 9). */
const usualPatience = 20_000;

/** The client's handshake: what it asked and what it was told. */
export class Handshake {
  readonly #place: string;
  #cid: number | undefined;
  #status: unknown;

  constructor(place: string) {
    this.#place = place;
  }

  get facts(): Fact[] {
    const id = own(this.#status, 'id');
    return [
      { name: 'Socket', value: typeof id === 'string' ? id : '' },
      { name: 'Silence allowed', value: `${this.#patience / 1000} s` },
      { name: 'Authenticated', value: own(this.#status, 'isAuthenticated') === true ? 'yes' : 'no' },
    ];
  }

  /** Why the server does not accept the token it was given; absent where it does, or was given none. */
  get invalid(): unknown {
    return own(this.#status, 'authError') ?? undefined;
  }

  /** The text of the client's only packet of its own. */
  sent(packet: object): string {
    const cid = own(packet, 'cid');
    if (typeof cid === 'number') this.#cid = cid;
    return writeFrame({ ...packet });
  }

  answeredBy(frame: Frame): frame is Frame & { kind: 'answer' } {
    return frame.kind === 'answer' && frame.rid === this.#cid && this.#status === undefined;
  }

  /** What the client is to make of the answer: it would trip over other shapes. Throws a Refusal where we are refused. */
  read({ rid, error, data }: Frame & { kind: 'answer' }): object {
    if (error !== undefined && error !== null) throw refusedHandshake(error, this.#place);
    this.#status = data ?? null;
    return { rid, data: { pingTimeout: this.#patience } };
  }

  get #patience(): number {
    const told = own(this.#status, 'pingTimeout');
    return typeof told === 'number' && told > 0 ? Math.min(told, longest) : usualPatience;
  }
}
