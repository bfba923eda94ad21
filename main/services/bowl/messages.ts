import type { Fact } from '../../../preload/contract/index.ts';
import { aStranger } from '../../crypto/stranger.ts';
import { Refusal, refusalOf } from '../../refusal.ts';
import { type Flaw, flawMarks, flipLastBit, sentAt } from '../flaw.ts';
import type { Meaning, Request } from '../requests.ts';
import type { Context, Performed, Recorded } from '../service.ts';
import type { Contacts } from './contacts.ts';
import type { Groups } from './groups.ts';
import { type ContactMessage, Outbox, outboxLimit, type Queued } from './outbox.ts';
import type { Outcome } from './packet.ts';
import type { PublicKey } from './public-key.ts';
import { sentTime } from './sent-time.ts';
import { makeGroupKey, maximumBytes, type Suite, sealForContact, sealForGroup } from './suite.ts';
import { contactFacts, groupFacts } from './weaknesses.ts';
import type { Wire } from './wire.ts';

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
  async toContact(input: { to: string; text: string; messageType: string; flaw: Flaw | 'none' }): Promise<Performed> {
    const { wire, contacts, signal } = this.#around;
    wire.open();
    const stranger = input.flaw === 'wrong-recipient' ? { stranger: (await aStranger()).key } : {};
    const message = { ...input, at: sentTime(sentAt(input.flaw)), ...stranger };
    const key = await contacts.keyOf(message.to, signal);
    const request = this.#send(message, key, {
      resend: { action: 'message-contact', input },
      answered: (outcome, request) => {
        if (outcome.ok) void this.flush(message.to);
        else if (isOffline(outcome)) this.#queue(message, request);
      },
    });
    return { entry: request.recorded.id };
  }

  toGroup(input: { group: string; text: string; messageType: string; flaw: Flaw | 'none' }): Performed {
    const { wire, groups, suite } = this.#around;
    const { group, text, messageType, flaw } = input;
    const ours = groups.keyOf(group);
    const key = flaw === 'wrong-recipient' ? makeGroupKey() : ours;
    const message = broken(sealForGroup(text, key, suite.symmetric), flaw);
    const { recorded } = wire.ask({
      event: 'groupChatMessage',
      payload: JSON.stringify({ groupId: group, ...sentTime(sentAt(flaw)), messageType, message }),
      draft: {
        to: groups.nameOf(group) || group,
        preview: text,
        marks: flawMarks(flaw),
        signature: { state: 'unsigned' },
        resend: { action: 'message-group', input },
      },
    });
    readByUs(recorded, text, groupFacts(suite.symmetric));
    groups.counted(group, 'sent');
    return { entry: recorded.id };
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

  #queue(message: ContactMessage, { recorded, exchange }: Request): void {
    if (this.#outbox.isFull) {
      const text = `Already ${outboxLimit} messages wait for their recipients.`;
      recorded.step('not sent', 'bad', { text, waiting: false });
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
    { to, text, messageType, at, flaw, stranger }: ContactMessage,
    key: PublicKey,
    how: {
      answered: (outcome: Outcome, request: Request) => void;
      exchange?: string;
      resend?: { action: string; input: Record<string, unknown> };
    },
  ): Request {
    const { wire, contacts, suite } = this.#around;
    const bytes = Buffer.from(text);
    checkLength(bytes.length, maximumBytes(key.key, suite.rsa), to);
    const message = broken(sealForContact(bytes, stranger ?? key.key, suite.rsa), flaw);
    const request = wire.ask({
      event: 'contactChatMessage',
      payload: JSON.stringify({ ...at, messageType, message, to }),
      draft: {
        to,
        preview: text,
        marks: flawMarks(flaw),
        signature: { state: 'unsigned' },
        ...(how.resend && { resend: how.resend }),
      },
      meaning,
      answered: how.answered,
      ...(how.exchange !== undefined && { exchange: how.exchange }),
    });
    readByUs(request.recorded, text, [{ name: 'Encrypted for', value: key.fingerprint }, ...contactFacts(suite.rsa)]);
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

/** Base64, as it was or with one bit flipped. */
function broken(message: string, flaw: Flaw | 'none'): string {
  return flaw === 'damaged-envelope' ? flipLastBit(Buffer.from(message, 'base64')).toString('base64') : message;
}

function checkLength(bytes: number, maximum: number, to: string): void {
  if (bytes <= maximum) return;
  const text = `The text has ${bytes} bytes, and ${maximum} fit into a message to ${to}: nothing was sent.`;
  throw new Refusal({ code: 'too-large', text, hint: 'Send it in parts, or to a group.' }, { retry: false });
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
