import { Refusal } from '../../../refusal.ts';
import { notOpen, stopped } from '../../../transports/failure.ts';
import { type Oddity, openSockJs, type SockJsLine } from '../../../transports/sockjs.ts';
import { LineLoss } from '../../line-loss.ts';
import { noteOpen } from '../../open-note.ts';
import type { Context, Performed, Session } from '../../service.ts';
import type { SendInput } from './actions.ts';
import { addressOf, type Settings } from './settings.ts';

/** A SockJS session: every message as it comes, any as it is composed. */
export class SockJsSession implements Session {
  readonly #context: Context<Settings>;
  readonly #ending = new AbortController();
  #line: SockJsLine | undefined;
  #heartbeats = 0;

  constructor(context: Context<Settings>) {
    this.#context = context;
  }

  async connect(signal: AbortSignal): Promise<void> {
    const { settings, network } = this.#context;
    const either = AbortSignal.any([signal, this.#ending.signal]);
    const loss = new LineLoss();
    const line = await openSockJs(
      addressOf(settings),
      network,
      {
        reached: () => this.#context.authenticating(),
        message: (text, oddity) => this.#received(text, oddity),
        heartbeat: () => this.#beat(this.#heartbeats + 1),
        lost: loss.tell,
      },
      { signal: either, timeout: settings.connectTimeout * 1000 },
    );
    loss.handTo((refusal) => {
      this.#line = undefined;
      this.#context.lost(refusal);
    });
    if (either.aborted) {
      line.close();
      throw stopped();
    }
    this.#line = line;
    this.#beat(0);
    noteOpen(this.#context, line.facts);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#line?.close();
    this.#line = undefined;
  }

  send(input: SendInput): Performed {
    const { content } = input;
    if (content.as === 'binary') {
      throw new Refusal({ code: 'settings', text: 'SockJS carries text only.' }, { retry: false });
    }
    if (!this.#line) throw notOpen();
    this.#line.send(content.text);
    const resend = { action: 'send', input };
    return { entry: this.#context.record({ direction: 'out', kind: 'message', args: [content.text], resend }).id };
  }

  #received(text: string, oddity?: Oddity): void {
    this.#context.record({
      direction: 'in',
      kind: 'message',
      args: oddity?.bytes ? [text, oddity.bytes] : [text],
      ...(oddity && { marks: [oddity.why] }),
    });
  }

  #beat(count: number): void {
    this.#heartbeats = count;
    this.#context.meter({ label: 'Heartbeats', value: String(count), tone: 'plain' });
  }
}
