import type { Fact } from '../../../preload/contract/index.ts';
import { aStranger } from '../../crypto/stranger.ts';
import { type Refusal, refusalOf } from '../../refusal.ts';
import { type Flaw, sentAt } from '../flaw.ts';
import type { Meaning, Request } from '../requests.ts';
import type { Context, Performed, Preview, Recorded } from '../service.ts';
import type { Contacts } from './contacts.ts';
import type { Groups } from './groups.ts';
import { type ContactMessage, Outbox, outboxLimit, type Queued } from './outbox.ts';
import { type Composed, composeForContact, composeForGroup, previewOf } from './outgoing.ts';
import type { Outcome } from './packet.ts';
import type { PublicKey } from './public-key.ts';
import { sentTime } from './sent-time.ts';
import type { Suite } from './suite.ts';
import type { Wire } from './wire.ts';

type Text = { text: string; messageType: string; flaw: Flaw | 'none' };
type ContactInput = Text & { to: string };
type GroupInput = Text & { group: string };

interface Around {
  context: Pick<Context<unknown>, 'meter' | 'record'>;
  wire: Wire;
  contacts: Contacts;
  groups: Groups;
  suite: Suite;
  /** Ends what goes on over HTTP. */
  signal: AbortSignal;
}

/** The words of the server for a recipient who is not there (observed on bowl-cloud). */
const isOffline = ({ error }: Outcome) => error !== undefined && /not online/i.test(error);

/** Sends what people write to each other, encrypted; keeps it for those who are offline. */
export class Messages {
  readonly #around: Around;
  readonly #outbox: Outbox;
  /** Recipients whose queue is being sent. */
  readonly #flushing = new Set<string>();

  constructor(around: Around) {
    this.#around = around;
    this.#outbox = new Outbox(around.context, (email, count) => around.contacts.queued(email, count));
  }

  /** Rejects with a Refusal, and sends nothing, where the text is too long for the recipient's key. */
  async toContact(input: ContactInput): Promise<Performed> {
    const { message, key } = await this.#readied(input);
    const request = this.#send(message, key, {
      resend: { action: 'message-contact', input },
      answered: (outcome, request) => {
        if (outcome.ok) void this.flush(message.to);
        else if (isOffline(outcome)) this.#queue(message, request);
      },
    });
    return { entry: request.recorded.id };
  }

  async previewForContact(input: ContactInput): Promise<Preview> {
    const { message, key } = await this.#readied(input);
    return previewOf(composeForContact(message, key, this.#around.suite));
  }

  toGroup(input: GroupInput): Performed {
    const { wire, groups } = this.#around;
    const { group, text } = input;
    const { event, payload, marks, facts } = this.#composedForGroup(input);
    const { recorded } = wire.ask({
      event,
      payload,
      draft: {
        to: groups.nameOf(group) || group,
        preview: text,
        marks,
        signature: { state: 'unsigned' },
        resend: { action: 'message-group', input },
      },
    });
    readByUs(recorded, text, facts);
    groups.counted(group, 'sent');
    return { entry: recorded.id };
  }

  previewForGroup(input: GroupInput): Preview {
    return previewOf(this.#composedForGroup(input));
  }

  /** Somebody came online. Never rejects; what cannot be sent now goes on waiting. */
  async flush(email: string): Promise<void> {
    const { wire, contacts, signal } = this.#around;
    if (this.#flushing.has(email) || !wire.line || this.#outbox.waiting(email).length === 0) return;
    this.#flushing.add(email);
    try {
      const key = await contacts.keyOf(email, signal);
      for (const queued of this.#outbox.waiting(email)) if (wire.line) this.#sendQueued(queued, key);
    } catch (error) {
      this.#troubled(email, refusalOf(error));
    } finally {
      this.#flushing.delete(email);
    }
  }

  close(): void {
    this.#outbox.close();
  }

  /** With the recipient's key as it is now. */
  async #readied(input: ContactInput): Promise<{ message: ContactMessage; key: PublicKey }> {
    const { wire, contacts, signal } = this.#around;
    wire.open();
    const stranger = input.flaw === 'wrong-recipient' ? { stranger: (await aStranger()).key } : {};
    const message = { ...input, at: sentTime(sentAt(input.flaw)), ...stranger };
    return { message, key: await contacts.keyOf(message.to, signal) };
  }

  #composedForGroup(input: GroupInput): Composed {
    return composeForGroup(input, this.#around.groups.keyOf(input.group), this.#around.suite);
  }

  #queue(message: ContactMessage, { recorded, exchange }: Request): void {
    if (this.#outbox.isFull) {
      const text = `Already ${outboxLimit} messages wait for their recipients.`;
      recorded.step('not sent', 'bad', { text, waiting: false, silent: true });
    } else this.#outbox.put({ message, recorded, exchange, latest: undefined });
  }

  #sendQueued(queued: Queued, key: PublicKey): void {
    const { message, exchange } = queued;
    try {
      queued.latest = this.#send(message, key, {
        exchange,
        answered: (outcome) => {
          if (outcome.ok) this.#outbox.over(queued, 'sent when online', 'good', 'The service has taken it.');
          else if (!isOffline(outcome)) this.#outbox.over(queued, 'refused', 'bad', outcome.error ?? '');
        },
      });
    } catch (error) {
      const { reason } = refusalOf(error);
      // Too long for a new key: that will not change. A line that is gone will.
      if (reason.code === 'too-large') this.#outbox.over(queued, 'not sent', 'bad', reason.text);
    }
  }

  #send(
    message: ContactMessage,
    key: PublicKey,
    how: {
      answered: (outcome: Outcome, request: Request) => void;
      exchange?: string;
      resend?: { action: string; input: Record<string, unknown> };
    },
  ): Request {
    const { wire, contacts, suite } = this.#around;
    const { to, text } = message;
    const { event, payload, marks, facts } = composeForContact(message, key, suite);
    const request = wire.ask({
      event,
      payload,
      draft: {
        to,
        preview: text,
        marks,
        signature: { state: 'unsigned' },
        ...(how.resend && { resend: how.resend }),
      },
      meaning,
      answered: how.answered,
      ...(how.exchange !== undefined && { exchange: how.exchange }),
    });
    readByUs(request.recorded, text, facts);
    contacts.sent(to);
    return request;
  }

  #troubled(email: string, { reason }: Refusal): void {
    this.#around.context.record({
      direction: 'note',
      kind: 'outbox',
      tone: 'bad',
      args: [{ email, reason }],
      preview: `What waits for ${email} was not sent: ${reason.text}`,
    });
  }
}

function meaning(outcome: Outcome): Meaning {
  if (outcome.ok) return { name: 'acknowledged', tone: 'good', last: true };
  const text = outcome.error === undefined ? {} : { text: outcome.error };
  if (isOffline(outcome)) return { name: 'not online', tone: 'plain', ...text, last: true };
  return { name: 'refused', tone: 'bad', ...text, last: true };
}

/** Only its recipient can open it; we know what it says all the same. */
function readByUs(recorded: Recorded, text: string, facts: Fact[]): void {
  recorded.judged({
    opened: { state: 'opened', by: 'our own copy of the text' },
    signature: { state: 'unsigned' },
    inside: text,
    preview: text,
    facts,
  });
}
