/** Names of a message that matter to a tape. None for a text that is no message. */
export function namesOf(text: unknown): { type: string; id: string | undefined } | undefined {
  const message = read(text);
  const [type, id] = [own(message, 'type'), own(message, 'id')];
  return typeof type === 'string' ? { type, id: typeof id === 'string' ? id : undefined } : undefined;
}

/** Whether a text answers something that a client sent. */
export function isAnswer(text: unknown): boolean {
  const message = read(text);
  return ['ack', 'delivery'].includes(String(own(message, 'type'))) || own(message, 'reply-to') !== undefined;
}

/**
 * A recorded answer as it is for the client's own message: where it names the recorded id, it names the client's, and
 * where the client gave none, nothing.
 */
export function answerFor(text: string, recorded: string | undefined, id: string | undefined): string {
  const message = read(text);
  if (recorded === undefined || recorded === id || !message) return text;
  const named = ['id', 'reply-to', 'message-id'].filter((name) => own(message, name) === recorded);
  if (named.length === 0) return text;
  const kept = Object.entries(message).flatMap(([name, value]) => {
    if (!named.includes(name)) return [[name, value]];
    return id === undefined ? [] : [[name, id]];
  });
  return JSON.stringify(Object.fromEntries(kept));
}

function read(text: unknown): object | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function own(value: object | undefined, name: string): unknown {
  return value && Object.getOwnPropertyDescriptor(value, name)?.value;
}
