import { inspect } from 'node:util';
import { Refusal, refusalOf } from '../../refusal.ts';
import type { SocketClusterAnswer, SocketClusterLine } from '../../transports/socketcluster.ts';
import type { Requests } from '../requests.ts';
import type { Context, Recorded } from '../service.ts';
import { urnOf, wordsOf } from './answer.ts';
import { ask, unanswered } from './questions.ts';
import type { Sessions } from './sessions.ts';
import { memoryName, type Settings } from './settings.ts';

/** Which session is used: registered once, remembered, and taken up again by later lines. */
export class Conversation {
  readonly #context: Context<Settings>;
  readonly #sessions: Sessions;
  readonly #requests: Requests;
  /** What the next line takes up, should the memory have refused to keep it. */
  #urn: string | undefined;

  constructor(context: Context<Settings>, sessions: Sessions, requests: Requests) {
    this.#context = context;
    this.#sessions = sessions;
    this.#requests = requests;
  }

  /**
   * Takes up the remembered session by listening to it, without registering, as the vendor's widget does; otherwise
   * registers one. Rejects with a Refusal.
   */
  async enter(line: SocketClusterLine): Promise<void> {
    const remembered = this.#urn ?? (await this.#context.memory.get(this.#name));
    if (remembered === undefined || !(await this.#resume(line, remembered))) {
      const { urn } = await this.register(line);
      await this.listen(line, urn).done;
    }
    for (const channel of this.#sessions.wanted) this.listen(line, channel);
  }

  /** From now on the new session is used, though nobody listens to it yet. Rejects with a Refusal. */
  async register(line: SocketClusterLine): Promise<{ recorded: Recorded; urn: string }> {
    const { sessionId } = this.#context.settings;
    const { recorded, answer } = ask(line, this.#requests, {
      event: 'registerUser',
      data: sessionId === '' ? {} : { id: sessionId },
      meaning: (given) =>
        urnOf(given) === undefined
          ? { name: 'refused', tone: 'bad', text: wordsOf(given), last: true }
          : { name: 'registered', tone: 'good', last: true },
    });
    const given = await answer;
    const urn = urnOf(given);
    if (urn === undefined) throw noSession(given);
    await this.#remember(urn);
    this.#sessions.use(urn);
    return { recorded, urn };
  }

  /** `done` rejects with a Refusal; whoever listens by hand reads the entry's steps instead. */
  listen(line: SocketClusterLine, channel: string): { recorded: Recorded; done: Promise<void> } {
    const accepted = line.subscribe(channel);
    const request = this.#requests.sent({
      kind: '#subscribe',
      args: [{ channel }],
      preview: 'Listen to a session',
      opened: { state: 'plain' },
      signature: { state: 'none' },
      resend: { action: 'subscribe', input: { channel } },
    });
    const done = accepted.then(
      () => {
        this.#sessions.listening(channel, true);
        request.ended('listening', 'good');
      },
      (error) => {
        unanswered(request, error);
        throw error;
      },
    );
    done.catch(() => {});
    return { recorded: request.recorded, done };
  }

  /** Throws a Refusal when the line is gone. */
  leave(line: SocketClusterLine, channel: string): Recorded {
    line.unsubscribe(channel);
    this.#sessions.listening(channel, false);
    return this.#context.record({
      direction: 'out',
      kind: '#unsubscribe',
      args: [channel],
      preview: 'Stop listening to a session',
      signature: { state: 'none' },
      resend: { action: 'unsubscribe', input: { channel } },
    });
  }

  /** The next line registers anew. Rejects when the disk refuses. */
  async forget(): Promise<void> {
    await this.#context.memory.remove(this.#name);
    this.#urn = undefined;
    this.#sessions.forgotten();
  }

  get #name(): string {
    return memoryName(this.#context.settings);
  }

  /** False where the server does not want to hear of it any more. */
  async #resume(line: SocketClusterLine, urn: string): Promise<boolean> {
    this.#urn = urn;
    this.#sessions.use(urn);
    try {
      await this.listen(line, urn).done;
      return true;
    } catch (error) {
      const { reason } = refusalOf(error);
      if (reason.code !== 'credentials') throw error;
      this.#note('session refused', `The remembered session is not accepted. ${reason.text}`, reason);
      return false;
    }
  }

  async #remember(urn: string): Promise<void> {
    this.#urn = urn;
    try {
      await this.#context.memory.put(this.#name, urn);
    } catch (error) {
      const text = 'The session could not be saved: after a restart a new one is registered.';
      this.#note('session not saved', text, refusalOf(error).reason);
    }
  }

  #note(kind: string, preview: string, fact: unknown): void {
    this.#context.record({ direction: 'note', kind, tone: 'bad', args: [fact], preview });
  }
}

/** `inspect` bounds what a hostile answer may make of the detail. */
function noSession({ error, data }: SocketClusterAnswer): Refusal {
  const slot = error ?? data;
  const shown = typeof slot === 'string' ? slot.slice(0, 1000) : inspect(slot, { depth: 3, maxStringLength: 300 });
  return new Refusal(
    {
      code: 'protocol',
      text: 'The server registered no session.',
      detail: slot === undefined || slot === null ? 'Its answer was empty.' : `Its answer: ${shown.slice(0, 1000)}`,
      hint: 'Check the channel UUID and the host API URL: the server asks that host to register the visitor.',
    },
    { retry: false },
  );
}
