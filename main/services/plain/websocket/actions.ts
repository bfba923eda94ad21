import { z } from 'zod';
import type { Content } from '../../../../preload/contract/index.ts';
import { content } from '../../argument.ts';
import type { Action } from '../../service.ts';
import type { WebSocketSession } from './session.ts';
import { frameLimit } from './settings.ts';

const sendInput = z.strictObject({
  content: content.meta({ title: 'Content', kind: 'content' }),
  frameLimit: frameLimit.meta({
    title: 'Largest frame',
    description: 'To send this message in fragments. Empty: as the profile says.',
    unit: 'bytes',
  }),
});
export type SendInput = z.output<typeof sendInput>;

/** RFC 6455, 5.5: control frames carry 125 bytes at most. */
const controlInput = z.strictObject({
  payload: content
    .refine((value) => Buffer.byteLength(dataOf(value)) <= 125, 'Pings and pongs carry 125 bytes at most')
    .default({ as: 'text', text: '' })
    .meta({
      title: 'Payload',
      description: 'At most 125 bytes. A pong answers the ping with the same payload.',
      kind: 'content',
      forms: ['text', 'binary'],
    }),
});
export type ControlInput = z.output<typeof controlInput>;

const closeInput = z.strictObject({
  code: z
    .int()
    .min(1000)
    .max(4999)
    .refine(isSendable, 'Codes 1004 to 1006 and 1015 to 2999 cannot be sent')
    .default(1000)
    .meta({ title: 'Code', description: '1000 is the usual end; 4000 to 4999 mean what both sides agree on.' }),
  reason: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= 123, 'A reason has 123 bytes at most')
    .default('')
    .meta({ title: 'Reason', maximumBytes: 123 }),
});
export type CloseInput = z.output<typeof closeInput>;

/** RFC 6455, 7.4: what stands in a close frame. */
function isSendable(code: number): boolean {
  return code < 1004 || (code > 1006 && code < 1015) || code >= 3000;
}

/** What is sent for it. JSON goes as the text it was written as. */
export function dataOf(content: Content): string | Buffer {
  return content.as === 'binary' ? Buffer.from(content.base64, 'base64') : content.text;
}

const action = <Input extends z.ZodObject>(action: Action<WebSocketSession, Input>) => action;

export const actions = {
  send: action({
    title: 'Send',
    summary: 'Send a message: text and JSON as a text message, bytes as a binary one.',
    input: sendInput,
    perform: (session, input) => session.send(input),
  }),
  ping: action({
    title: 'Ping',
    summary: 'Ask the server for a sign of life; the pong shows how long it took.',
    input: controlInput,
    perform: (session, input) => session.ping(input),
  }),
  pong: action({
    title: 'Pong',
    summary: 'Send a pong that nobody asked for. Pings of the server are answered by themselves.',
    input: controlInput,
    perform: (session, input) => session.pong(input),
  }),
  close: action({
    title: 'Close',
    summary: 'Close the connection with a code and a reason of your own.',
    input: closeInput,
    perform: (session, input) => session.closeWith(input),
  }),
} as const;
