import type { Fact } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import { type Flaw, flawMarks, flipLastBit, sentAt } from '../flaw.ts';
import type { Preview } from '../service.ts';
import type { ContactMessage } from './outbox.ts';
import type { PublicKey } from './public-key.ts';
import { sentTime } from './sent-time.ts';
import { makeGroupKey, maximumBytes, type Suite, sealForContact, sealForGroup } from './suite.ts';
import { contactFacts, groupFacts } from './weaknesses.ts';

/** A message ready to be sent. */
export interface Composed {
  event: 'contactChatMessage' | 'groupChatMessage';
  /** JSON text, as the service wants it. */
  payload: string;
  marks: string[];
  facts: Fact[];
}

/** Throws a Refusal where the text is too long for the recipient's key. */
export function composeForContact(message: ContactMessage, key: PublicKey, suite: Suite): Composed {
  const { to, text, messageType, at, flaw, stranger } = message;
  const bytes = Buffer.from(text);
  checkLength(bytes.length, maximumBytes(key.key, suite.rsa), to);
  const sealed = broken(sealForContact(bytes, stranger ?? key.key, suite.rsa), flaw);
  return {
    event: 'contactChatMessage',
    payload: JSON.stringify({ ...at, messageType, message: sealed, to }),
    marks: flawMarks(flaw),
    facts: [{ name: 'Encrypted for', value: key.fingerprint }, ...contactFacts(suite.rsa)],
  };
}

/** `key`: the group's, base64. */
export function composeForGroup(
  { group, text, messageType, flaw }: { group: string; text: string; messageType: string; flaw: Flaw | 'none' },
  key: string,
  suite: Suite,
): Composed {
  const sealedWith = flaw === 'wrong-recipient' ? makeGroupKey() : key;
  const message = broken(sealForGroup(text, sealedWith, suite.symmetric), flaw);
  return {
    event: 'groupChatMessage',
    payload: JSON.stringify({ groupId: group, ...sentTime(sentAt(flaw)), messageType, message }),
    marks: flawMarks(flaw),
    facts: groupFacts(suite.symmetric),
  };
}

export function previewOf({ event, payload, marks, facts }: Composed): Preview {
  return { kind: event, args: [payload], facts, marks };
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
