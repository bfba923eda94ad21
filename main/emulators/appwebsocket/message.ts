/** A message of the protocol: `mt` says what it is. */
export type Message = Record<string, unknown>;

/** None where it is not a JSON object. */
export function readMessage(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}

/** A field as text; empty where it is absent or no text. */
export function text(message: Message, field: string): string {
  const value = Object.hasOwn(message, field) ? message[field] : undefined;
  return typeof value === 'string' ? value : '';
}
