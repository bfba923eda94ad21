import { z } from 'zod';
import { content } from '../../argument.ts';
import type { Action } from '../../service.ts';
import type { SockJsSession } from './session.ts';

const sendInput = z.strictObject({
  content: content
    .refine(({ as }) => as !== 'binary', 'SockJS carries text only: bytes have to be written as text, such as base64')
    .meta({ title: 'Content', kind: 'content', forms: ['text', 'json'] }),
});
export type SendInput = z.output<typeof sendInput>;

const action = <Input extends z.ZodObject>(action: Action<SockJsSession, Input>) => action;

export const actions = {
  send: action({
    title: 'Send',
    summary: 'Send a message: text, or JSON as the text it is written as.',
    input: sendInput,
    perform: (session, input) => session.send(input),
  }),
} as const;
