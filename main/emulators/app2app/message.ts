import { z } from 'zod';

/** What a sender hands in, whichever dialect it was written in. */
export interface Message {
  from: string;
  to: string;
  content: string | Buffer;
  signature?: string | Buffer | undefined;
}

/**
 * The vendor's page and the vendor's code contradict each other. `headers`: nested headers, received as `data`, as in
 * github kaleido-io/app2app-snippets. `flat`: all in one object, received as `message`, as docs.kaleido.io says.
 */
export type Dialect = 'headers' | 'flat';

const bytes = z.instanceof(Buffer, { error: 'must be a string or binary' });
const text = z.string({ error: 'must be a string' });
const content = z.union([z.string(), bytes], { error: 'must be a string or binary' });
const address = { from: text, to: text, signature: z.union([z.string(), bytes]).optional() };

const nested = z.object({ headers: z.object(address), content });
const flat = z.object({ ...address, content });

/** Reads both dialects. Answers the problem as text when it is neither. */
export function readMessage(value: unknown): Message | string {
  const isNested = typeof value === 'object' && value !== null && 'headers' in value;
  const read = isNested ? nested.safeParse(value) : flat.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return `Invalid message: ${issue?.path.join('.') || 'message'} ${issue?.message}`;
  }
  if (!('headers' in read.data)) return read.data;
  return { ...read.data.headers, content: read.data.content };
}

/** The message as JSON; bytes become `{"type":"Buffer","data":[…]}`, as Node's serialiser makes them. */
export function writeMessage({ from, to, content, signature }: Message, dialect: Dialect): string {
  if (dialect === 'flat') return JSON.stringify({ from, to, content, signature });
  return JSON.stringify({ headers: { from, to, signature }, content });
}
