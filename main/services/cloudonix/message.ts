import { own } from '../../own.ts';

/** Longer texts are kept, but not looked into. */
const readLimit = 10_000_000;
/** Longer names and ids are remembered nowhere. */
const idLimit = 1000;

/** A message: a JSON object with a `type` (developers.cloudonix.com, API.Messaging, message format). */
export interface Message {
  type: string;
  fields: object;
}

/** Undefined for whatever is no message. */
export function readMessage(text: string): Message | undefined {
  if (text.length > readLimit) return undefined;
  try {
    const fields: unknown = JSON.parse(text);
    if (!isObject(fields)) return undefined;
    const type = own(fields, 'type');
    return typeof type === 'string' ? { type, fields } : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of these fields that is a text, and not so long that it can be no name. */
export function idIn(object: object, ...names: string[]): string | undefined {
  const texts = names.map((name) => own(object, name));
  return texts.find((text): text is string => typeof text === 'string' && text !== '' && text.length <= idLimit);
}

/** The elements of a list, as far as they are objects. */
export function objectsIn(object: object, name: string): object[] | undefined {
  const list = own(object, name);
  return Array.isArray(list) ? list.filter(isObject) : undefined;
}

/** Whom a message is from and to; only the names of fields that are not public are guessed. */
export function partiesOf({ fields }: Message): { from?: string; to?: string } {
  const from = idIn(fields, 'from', 'sender');
  const to = idIn(fields, 'to', 'recipient', 'channel-id');
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** What a person would call the message; undefined where only the whole of it says something. */
export function previewOf({ type, fields }: Message): string | undefined {
  if (type === 'ack') return own(fields, 'status') === true ? 'Handled' : 'Not handled';
  if (type === 'announce') return wordsIn(fields, 'availability', 'status');
  if (type === 'delivery') return wordsIn(fields, 'status', 'message-id');
  for (const name of ['memberships', 'subscribers']) {
    const list = objectsIn(fields, name);
    if (list) return `${list.length} ${list.length === 1 ? name.slice(0, -1) : name}`;
  }
  return ['text', 'body', 'message', 'content', 'name'].map((name) => textIn(fields, name)).find(Boolean);
}

function wordsIn(fields: object, ...names: string[]): string | undefined {
  const words = names.flatMap((name) => textIn(fields, name) || []);
  return words.length > 0 ? words.join(': ') : undefined;
}

function textIn(fields: object, name: string): string | undefined {
  const text = own(fields, name);
  return typeof text === 'string' ? text.slice(0, 1000) : undefined;
}
