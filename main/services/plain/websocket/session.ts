import { randomUUID } from 'node:crypto';
import { Refusal } from '../../../refusal.ts';
import { notOpen, stopped } from '../../../transports/failure.ts';
import { openWebSocket, type WebSocketLine } from '../../../transports/websocket.ts';
import { noteOpen } from '../../open-note.ts';
import { Requests } from '../../requests.ts';
import type { Context, Performed, Session } from '../../service.ts';
import { type CloseInput, type ControlInput, dataOf, type SendInput } from './actions.ts';
import { shownControl, shownMessage } from './frames.ts';
import { Pings } from './pings.ts';
import { addressOf, type Settings } from './settings.ts';

/** Fragments of one message; more would hold up everything else. */
const mostFragments = 10_000;

/** A WebSocket: every message, ping and pong as it comes, any as it is composed. */
export class WebSocketSession implements Session {
  readonly #context: Context<Settings>;
  readonly #requests: Requests;
  readonly #pings: Pings;
  readonly #ending = new AbortController();
  #line: WebSocketLine | undefined;

  constructor(context: Context<Settings>) {
    this.#context = context;
    this.#requests = new Requests(context, context.settings.answerTimeout * 1000);
    this.#pings = new Pings(context, this.#requests);
  }

  async connect(signal: AbortSignal): Promise<void> {
    const { settings, network } = this.#context;
    const either = AbortSignal.any([signal, this.#ending.signal]);
    const line = await openWebSocket(
      addressOf(settings),
      network,
      {
        reached: () => this.#context.authenticating(),
        message: (data, raw) => void this.#context.record({ ...shownMessage(data, raw), direction: 'in' }),
        ping: (data) => this.#pinged(data),
        pong: (data) => this.#pings.answered(data),
        pinged: (data) => void this.#pings.sent(data, { marks: ['heartbeat'] }),
        lost: (refusal) => {
          this.#ended();
          this.#context.lost(refusal);
        },
      },
      { signal: either, timeout: settings.connectTimeout * 1000 },
    );
    if (either.aborted) {
      line.close();
      throw stopped();
    }
    this.#line = line;
    noteOpen(this.#context, line.facts);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#line?.close();
    this.#ended();
  }

  send(input: SendInput): Performed {
    const line = this.#open();
    const data = dataOf(input.content);
    const limit = input.frameLimit ?? this.#context.settings.frameLimit;
    const fragments = limit === undefined ? 1 : Math.ceil(Buffer.byteLength(data) / limit);
    if (fragments > mostFragments) {
      const text = `That would be ${fragments.toLocaleString('en')} fragments.`;
      throw new Refusal({ code: 'settings', text, hint: 'Allow larger frames.' }, { retry: false });
    }
    line.send(data, limit);
    const { id } = this.#context.record({
      ...shownMessage(data),
      direction: 'out',
      marks: fragments > 1 ? [`${fragments} fragments`] : [],
      resend: { action: 'send', input },
    });
    return { entry: id };
  }

  ping(input: ControlInput): Performed {
    const data = Buffer.from(dataOf(input.payload));
    this.#open().ping(data);
    return { entry: this.#pings.sent(data, { resend: { action: 'ping', input } }).id };
  }

  pong(input: ControlInput): Performed {
    const data = Buffer.from(dataOf(input.payload));
    this.#open().pong(data);
    const resend = { action: 'pong', input };
    return { entry: this.#context.record({ ...shownControl('pong', data), direction: 'out', resend }).id };
  }

  closeWith({ code, reason }: CloseInput): Performed {
    this.#open().close(code, reason);
    this.#ended();
    const words = reason === '' ? String(code) : `${code}: ${reason}`;
    const { id } = this.#context.record({ direction: 'out', kind: 'close', args: [code, reason], preview: words });
    this.#context.lost(
      new Refusal({ code: 'user', text: `You closed the connection with code ${words}.` }, { retry: false }),
    );
    return { entry: id };
  }

  /** The line has answered it. */
  #pinged(data: Uint8Array): void {
    const exchange = randomUUID();
    this.#context.record({ ...shownControl('ping', data), direction: 'in', exchange });
    this.#context.record({ ...shownControl('pong', data), direction: 'out', exchange, marks: ['automatic'] });
  }

  #ended(): void {
    this.#line = undefined;
    this.#requests.lineLost();
  }

  #open(): WebSocketLine {
    if (this.#line) return this.#line;
    throw notOpen();
  }
}
